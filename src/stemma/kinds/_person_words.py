"""Words for one person told of alone, and words that say what befell one person: shot, taken to a hospital, dead.

General English of crime and war reports. Nouns are singular; a number of people is read by `_harm`.
"""

from __future__ import annotations

MALE = frozenset(
    "man boy male father son brother husband boyfriend uncle nephew grandfather grandson stepfather stepson dad guy "
    "gentleman schoolboy fiance businessman policeman fisherman widower sir king he him himself".split()
)
FEMALE = frozenset(
    "woman girl female mother daughter sister wife girlfriend aunt niece grandmother granddaughter stepmother "
    "stepdaughter mom mum lady schoolgirl fiancee policewoman widow waitress she her herself".split()
)
KIN = frozenset(
    "father son brother husband boyfriend uncle nephew grandfather grandson stepfather stepson dad fiance mother "
    "daughter sister wife girlfriend aunt niece grandmother granddaughter stepmother stepdaughter mom mum fiancee "
    "cousin friend neighbor neighbour roommate relative acquaintance ex-wife ex-husband ex-girlfriend ex-boyfriend "
    "partner spouse sibling child baby co-worker coworker colleague companion classmate".split()
)
CHILD = frozenset("boy girl child baby infant toddler newborn schoolboy schoolgirl kid".split())
ADULT = frozenset(
    "man woman officer deputy trooper driver clerk homeowner employee father mother husband wife grandfather "
    "grandmother guard businessman cop sheriff agent detective veteran widow soldier".split()
)
OFFICER = frozenset(
    "officer deputy trooper cop policeman policewoman detective sheriff agent marshal constable ranger".split()
)
SUSPECT = frozenset(
    "suspect gunman shooter robber attacker assailant burglar intruder defendant perpetrator accused carjacker "
    "triggerman killer murderer thief".split()
)
# Nouns that say nothing but sex or age: "the girl", after "a student was shot", may be the student.
GENERIC = frozenset(
    "man woman boy girl male female teen teenager child baby infant toddler newborn kid youth juvenile person victim "
    "adult individual year-old student resident patient youngster adolescent deceased decedent guy".split()
)
ROLES = frozenset("driver passenger clerk bystander homeowner pedestrian guard employee cashier".split())
PLAIN = frozenset(
    "person victim teen teenager youth juvenile adult individual resident student patient driver passenger motorist "
    "bystander homeowner homeowner's clerk employee owner worker customer pedestrian guard cashier player athlete "
    "footballer rapper musician veteran soldier marine sailor teacher pastor priest imam doctor nurse lawyer tourist "
    "visitor hunter camper manager bartender bouncer barber farmer journalist reporter photographer paramedic "
    "firefighter inmate prisoner tenant landlord contractor mechanic cyclist bicyclist motorcyclist trucker cabbie "
    "freshman sophomore senior graduate graduate's native member activist protester commander fighter militant "
    "civilian villager shopkeeper trader merchant mayor judge councilman lawmaker politician official adolescent "
    "survivor caller accomplice decedent deceased partygoer patron vendor engineer mourner worshipper herder shepherd "
    "tween preteen youngster infant toddler baby child newborn kid year-old".split()
)
HEADS = (MALE | FEMALE | KIN | CHILD | OFFICER | SUSPECT | PLAIN) - frozenset(
    "he him himself she her herself guy king sir male female".split()
) | {"male", "female", "guy"}
PLURALS = frozenset(
    "people men women boys girls children teens teenagers victims officers deputies suspects males females persons "
    "individuals adults students residents passengers brothers sisters they them both others youths juveniles "
    "patients parents sons daughters couple family pair trio kids soldiers civilians villagers".split()
)
DETERMINERS = {"a": "new", "an": "new", "one": "new", "the": "known", "this": "known", "that": "known", "his": "kin",
               "her": "kin", "their": "kin", "my": "kin", "our": "kin", "its": "kin", "another": "other",
               "each": "none", "every": "none", "no": "none", "any": "none", "whose": "kin", "some": "none"}
OTHERS = frozenset("second third fourth fifth sixth other additional".split())
# What may not stand between a determiner and its noun.
STOPS = frozenset(
    "of in on at by from with for to into over under near during since until because if than then so also including "
    "among between and or but were was are is be been being am has have had do does did said says say told shot "
    "killed wounded injured hurt stabbed who whom which when while after before as not no it he she they them him "
    "there where how what died dies shooting killing wounding leaving left found identified charged arrested "
    "taken hit struck took saw heard called ran walked drove got went came".split()
) - {"and", "or"}
BODY_PARTS = frozenset(
    "arm arms leg legs head chest back foot feet hand hands stomach abdomen neck shoulder face thigh torso buttocks "
    "hip ankle knee ear eye jaw side groin calf wrist elbow forearm finger toe upper lower left right body heart rib "
    "ribs pelvis spine throat cheek buttock mouth temple forehead".split()
)
HOSPITAL = frozenset(
    "hospital hospitals medical trauma clinic infirmary emergency er surgery health hospital's "
    "hospice icu".split()
)

# Phrases: (fate, side). "subject" has the person to its left, "object" to its right, "verb" either, as the voice says,
# "itself" is said of its subject whatever follows.
_TABLE = {
    ("killed", "verb"): "shot and killed|shot and fatally wounded|shot to death|shot dead|fatally shot|"
    "fatally wounded|fatally injured|fatally struck|fatally stabbed|stabbed to death|beaten to death|gunned down|"
    "killed|murdered|slain|executed|assassinated|shot , killed|mortally wounded|ambushed and killed|"
    "shot & killed|shot several times and killed|shot multiple times and killed|hit and killed|struck and killed|"
    "strangled|bludgeoned to death|hacked to death|chased and killed|robbed and killed|slays|slayed",
    ("killed", "subject"): "died|dies|succumbed|passed away|lost his life|lost her life|loses life|lost their life|"
    "did not survive|didn't survive|pronounced dead|pronounced deceased|declared dead|found dead|bled to death|"
    "found deceased|is dead|was dead|dead|deceased|found shot to death|found shot dead|found slain|"
    "dead on arrival|dead at the scene|not survive|pronounced brain dead|taken off life support",
    ("killed", "itself"): "took his own life|took her own life|taken his own life|committed suicide|killed himself|"
    "killed herself|fatally shot himself|fatally shot herself|killing himself|killing herself|kills self|"
    "kills himself|kills herself|fatally shoots self|fatally shoots himself|shot and killed himself|"
    "shot and killed herself|shooting and killing himself|accidentally kills himself|"
    "accidentally kills self|died by suicide|fatally shooting himself|"
    "died of a self-inflicted|taking his own life|taking her own life",
    ("killed", "object"): "killing|kills|slaying|murdering|fatally shooting|fatally shoots|gunning down|"
    "shooting and killing|shooting to death|death of|deaths of|murder of|killing of|slaying of|shooting death of|"
    "fatal shooting of|homicide of|body of|fatally wounding|claimed the life of|claiming the life of|"
    "deadly shooting of|manslaughter of|assassination of|took the life of|slays|murders|remains of|"
    "fatal stabbing of|shooting dead|fatally stabbing|stabbing death of|execution of|shoots and kills|"
    "shoots , kills|shot dead|gunned down|in the death|shooting death|murder-suicide of|shooting to death of|"
    "shoots dead",
    ("hurt", "verb"): "shot|wounded|injured|hurt|shot and wounded|shot and injured|shot and critically wounded|"
    "critically wounded|seriously wounded|critically injured|seriously injured|grazed|stabbed|pistol-whipped|"
    "pistol whipped|beaten|shot at and hit|shot multiple times|shot several times|shot in|non-fatally shot|"
    "accidentally shot|bludgeoned|shot and seriously wounded|shot and hurt|gravely wounded|slightly wounded",
    ("hurt", "subject"): "hospitalized|hospitalised|expected to survive|expected to live|expected to recover|"
    "expected to be ok|expected to be okay|expected to make a full recovery|recovering|recuperating|"
    "airlifted|flown to|treated at|treated for|being treated|treated and released|underwent surgery|"
    "undergoing surgery|in surgery|on life support|life-flighted|medevaced|in intensive care|undergo surgery|"
    "conscious and alert|alert and conscious|is stable|was stable|fighting for his life|fighting for her life|"
    "clinging to life|in a coma",
    ("hurt", "itself"): "shot himself|shot herself|shoots self|shoots himself|shoots herself|shooting himself|"
    "shooting herself|accidentally shooting himself|accidentally shooting herself|accidentally shoots self|"
    "accidentally shoots himself|accidentally shoots herself|accidentally shot self|"
    "accidentally shot himself|accidentally shot herself|wounded himself|injured himself|"
    "shot self|wounding himself",
    ("hurt", "object"): "wounding|injuring|hurting|shooting|shoots|shooting of|grazing|wounds|injures|"
    "shooting and wounding|critically wounding|critically injuring|seriously wounding|seriously injuring|"
    "shoots and wounds|shooting and injuring|stabbing|stabbing of|wounding of|accidentally shoots|"
    "accidentally shooting|attempted murder of|striking",
}
PHRASES: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
for (_fate, _side), _phrases in _TABLE.items():
    for _phrase in _phrases.split("|"):
        _words = tuple(_phrase.split())
        PHRASES.setdefault(_words[0], []).append((_words, _fate, _side))
for _rows in PHRASES.values():
    _rows.sort(key=lambda row: -len(row[0]))
CARRIED = frozenset("taken transported rushed airlifted flown transferred brought driven transport sent carried "
                    "taking rushing went walked drove arrived admitted".split())
CARRIES = frozenset("took transported rushed drove carried brought take transport transporting".split())
