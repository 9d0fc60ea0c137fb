"""Words with which somebody is blamed, claims a deed, admits it, or is not known."""

from __future__ import annotations

from stemma.kinds._phrases import WordList

BELONGS = WordList.of(("belonged to", "belongs to", "belonging to", "was part of"), "")
BLAMES = WordList.of((
    "blamed", "blames", "blaming", "blame", "blamed on", "pointed the finger at", "points the finger at",
    "point the finger at", "pointing the finger at", "points at", "point at", "pointed at", "accused", "accuses",
    "accuse", "accusing", "attributed to", "held responsible", "attributed the attack to", "pinned on",
    "laid at the door of", "suspicion fell on", "suspicion falls on", "suspicion has fallen on", "blame fell on",
    "the work of", "hallmarks of", "hallmark of", "fingerprints of", "ascribed to", "attributed the attacks to",
    "attributed the bombing to", "pointed to", "responsibility lies with", "responsibility lay with", "put down to",
    "suspect the", "suspects the",
), "blame")
# Blame that is about an attack only where the sentence has one.
LOOSE_BLAMES = frozenset(
    {"attributed", "ascribed", "pointed", "the", "responsibility", "hallmarks", "hallmark", "put", "suspect",
     "suspects"}
)
CLAIMS = WordList.of((
    "claimed responsibility", "claims responsibility", "claiming responsibility", "claim responsibility",
    "claimed the attack", "claimed the attacks", "claimed the bombing", "claimed the killing", "claimed the assault",
    "took responsibility", "taken responsibility", "admitted responsibility", "accepted responsibility",
    "owned up to", "was behind the", "were behind the", "is behind the", "are behind the",
    "responsible for the attack", "responsible for the attacks", "responsible for the bombing",
    "responsible for the massacre", "responsible for the killing", "responsible for the killings",
    "responsible for the strike", "responsible for the deaths", "it had carried out", "it carried out",
    "they had carried out", "they carried out", "fighters had carried out", "did it", "was responsible",
    "were responsible", "was to blame", "were to blame", "stood behind", "claimed it had attacked",
    "is responsible for", "are responsible for", "is to blame", "are to blame", "directly responsible for",
    "claimed credit", "claims credit", "claiming credit", "claimed authorship", "said it was behind",
    "says it was behind", "say they were behind", "said they were behind", "assumed responsibility",
    "acknowledged responsibility", "acknowledges responsibility", "admits responsibility", "taking responsibility",
    "takes responsibility", "take responsibility", "took credit", "taken credit", "owning up to",
    "did this", "masterminded", "orchestrated", "be behind the", "being behind the", "been behind the",
), "claim")
# Claims that need no known group to be claims.
OWN_CLAIMS = frozenset({"responsibility", "credit", "authorship"})
SAID = frozenset({"said", "says", "say", "claimed", "claims", "that"})
GUILT_REACH = 9  # words between a side and "was responsible for"
STATES_OF_GUILT = frozenset("""
is are was were directly masterminded orchestrated take takes taking took taken accepted assumed be being been
""".split())
UNKNOWN = WordList.of((
    "not clear who", "unclear who", "not immediately clear who", "not known who", "unknown who",
    "no group has claimed", "no group claimed", "no one has claimed", "no one claimed", "nobody claimed",
    "nobody has claimed", "no claim of responsibility", "no immediate claim of responsibility",
    "not claimed responsibility", "who was behind", "who was responsible", "could not say whose", "could not say who",
    "not been claimed", "no organisation has claimed",
    "no organization has claimed", "no militant group has claimed", "no immediate claim",
    "no group immediately claimed", "no one immediately claimed", "not clear whose", "not clear which side",
    "not immediately clear which", "unclear which side", "perpetrators remain unknown",
    "unclear whose", "unclear which", "not clear which group", "no claim of authorship", "no suspect has been named",
    *(f"{how} {who}" for how in ("unidentified", "unknown") for who in (
        "attackers", "gunmen", "assailants", "armed men", "perpetrators", "individuals", "militants", "attacker",
        "assailant", "gunman")),
    *(f"did not say who {verb}" for verb in ("was", "were", "had", "carried", "fired", "it")),
    *(f"{who} {was} not been identified" for who in (
        "attackers", "gunmen", "assailants", "killers", "raiders", "bombers", "perpetrators",
    ) for was in ("have", "had")),
    *(f"identity of the {who}" for who in ("attackers", "attacker", "gunmen", "assailants", "bomber", "perpetrators")),
), "unknown")
# "No group has said it was behind the attack": nobody, then within a few words a claim.
NOBODY = WordList.of("""
no group;no one;nobody;no organisation;no organization;no party;no side;no faction;no militant group;no armed group
no rebel group;no movement;none of the groups;no other group;no individual;no militia;neither side;no extremist group
no known group
""")
OWNING = WordList.of("""
claimed;claimed responsibility;claim responsibility;said it was behind;say it was behind;admitted;said it did
taken responsibility;took responsibility;taken credit;come forward to;came forward to;owned up;accepted responsibility
said it carried out;acknowledged;been behind
""")
ATTACKERS = frozenset("men gunmen attackers assailants killers raiders kidnappers".split())
DRESS = frozenset("uniform uniforms fatigues camouflage".split())
EACH_OTHER = WordList.of("""
blamed each other;blame each other;blaming each other;accused each other;accuse each other;accusing each other
blamed one another;accused one another;traded blame;traded accusations;exchanged accusations;each side blamed
each side blames;each side says the other;both sides blamed the other;both sides blame the other;blamed the other
each blames the other;each blamed the other;each accuses the other;each accused the other
each side accused;sides blamed each other
""")
ADMITS = frozenset("""
admitted admits acknowledged acknowledges conceded concedes confessed apologised apologized apologises apologizes
""".split())
# Fire that is named after who fires it, where somebody is killed or something hit by it.
FIRE = frozenset("fire gunfire shellfire shells rockets bullets missiles mortars drones bombs".split())
NO_KNOWLEDGE = frozenset("know knows known say said determined established identified named".split())
HARMS = frozenset("""
deaths death blast blasts explosion explosions murder murders kidnapping abduction abductions bloodshed crash
""".split())
ADMITTED = frozenset("""
error errors mistake mistakes mistaken mistakenly wrong wrongly strike strikes attack attacks killing killings killed
fired firing hit hitting struck striking bombed bombing shelled shelling responsibility accident accidentally shooting
shot
""".split())
HAS_WEAPON = frozenset("""
fly flies have has operate operates possess possesses use uses own owns field fields
""".split())
