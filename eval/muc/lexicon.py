"""Words of reports on terrorism, in small letters: what sets a passage apart as one about an attack, and who and what
has a part in it. Broad lists of the language, not of names.
"""

from __future__ import annotations

from stemma.reading.titles import RANKS, ROLE_NOUNS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that tell what kind of incident a passage is about.
KIND_WORDS = {
    "ATTACK": _words("""kill killed killing killings murder murdered murders murderers assassinate assassinated
        assassination assassinations assassins massacre massacred execute executed execution shot shooting gunned
        machinegunned strafed ambush ambushed attack attacked attacks assault assaulted raid raided storm stormed
        sabotage tortured stabbed slain slaying rocket rockets mortar harassed"""),
    "BOMBING": _words("""bomb bombed bombing bombings bombs explode exploded explosion explosions explosive explosives
        blast blasts dynamite dynamited detonate detonated blew blown grenade device devices mine"""),
    "KIDNAPPING": _words("""kidnap kidnapped kidnapping kidnappings kidnappers abduct abducted abduction abductors
        hostage hostages ransom captive disappeared disappearance released freed"""),
    "ARSON": _words("arson burn burned burning burnt torched flames blaze"),
    "ROBBERY": _words("rob robbed robbery robberies stole stolen steal loot looted theft"),
}
TRIGGERS = frozenset().union(*KIND_WORDS.values()) | _words("""
kills killer killers murdering murderer assassinating massacres executions shoot shots ambushes attacking attackers
attacker assaults raids harassment sabotages blow bomber explodes exploding detonation grenades mortars mines charges
abductions seized seize captured taken disappearances fire fired firing set stealing die died dead death deaths dies
dying body bodies corpse corpses wound wounded wounds wounding injure injured injures injuring injuries injury hurt
victim victims casualties damage damaged damages damaging destroy destroyed destroying destruction torture hanged
beheaded crime crimes terrorist terrorism attempt attempted attempts plot responsible responsibility blame blamed
accused claimed attributed perpetrated carried committed threw thrown hurled hurl planted placed went target targets
toppled topple downed threatened threat threats clash clashes clashed combat fighting battle strike stoppage blocked
offensive rescued
""")
# Last words of phrases for those who attack.
FIGHTERS = _words("""
guerrillas guerrilla guerrillas' rebels rebel terrorists terrorist extremists extremist insurgents insurgent subversives
subversive gunmen gunman assassins assassin hitmen commandos commando militants militant militiamen attackers attacker
assailants assailant kidnappers kidnapper murderers murderer killers killer criminals criminal traffickers trafficker
bandits bandit gang gangs squad squads squadron squadrons paramilitaries mercenaries snipers sniper bombers bomber
individuals subjects elements cell cells faction factions column patrol front movement army forces troops soldiers
soldier military police policemen battalion brigade cartel mafia vigilantes contras unit units men
""")
WEAPON_WORDS = _words("""
bomb bombs dynamite explosive explosives grenade grenades rocket rockets mortar mortars mine mines rifle rifles gun guns
machinegun machineguns machine-gun machine-guns submachinegun submachineguns pistol pistols revolver revolvers shotgun
shotguns carbine carbines firearm firearms weapon weapons missile missiles tnt device devices charge charges car-bomb
machete machetes knife knives bullets bullet launcher launchers bazooka bazookas gasoline molotov cocktails cocktail
artillery ak-47 m-16 caliber uzi catapult catapults shell shells arms sticks
""")
THINGS = _words("""
embassy embassies consulate office offices headquarters building buildings house houses home homes residence residences
bank banks branch branches store stores shop shops hotel hotels restaurant restaurants church churches cathedral school
schools university universities college campus hospital hospitals clinic station stations barracks garrison garrisons
base bases post posts installation installations facility facilities plant plants tower towers pylon pylons pole poles
line lines bridge bridges pipeline pipelines oleoduct road highway highways railroad train trains airport airports
airstrip runway port bus buses car cars vehicle vehicles truck trucks jeep jeeps pickup ambulance motorcycle aircraft
airplane airplanes plane planes helicopter helicopters boat boats convoy ministry ministries palace town-hall city-hall
courthouse prison jail warehouse warehouses factory factories mill mills farm farms ranch ranches plantation plantations
crops field fields coffee sugar dam dams substation substations transformer transformers system systems network antenna
antennas transmitter newspaper newspapers radio television company companies club center centers complex monument statue
temple convent chapel market stadium park plaza theater cinema command-post business businesses establishment
establishments premises property properties power electricity telephone boxes structures equipment mine tank tanks
refinery well wells camp camps apartment apartments mansion window windows headquarters' locomotive
""")
GROUP_WORDS = _words("""
group groups members member number groupings grouping band bands contingent series couple dozens hundreds part leaders
leader command column columns section sections
""")
# Last words of phrases for people who may be harmed.
PEOPLE = ROLE_NOUNS | RANKS | frozenset(f"{word}s" for word in ROLE_NOUNS | RANKS) | _words("""
people person persons man men woman women child children civilians civilian boy boys girl girls youth youths priest
priests peasants peasant workers policemen policeman servicemen cadets businessmen businessman trade-unionists unionist
unionists maids maid cooks bodyguards bodyguard escort escorts family families passers-by passersby bystander
bystanders tourists tourist crew personnel citizens citizen inhabitants members clergymen clergyman nuns missionaries
missionary advisers ministers deputies relatives passengers passenger technicians occupants occupant ranchers rancher
landowner landowners fishermen sons widow others
""")
