"""Things that attacks damage, and the verbs for it."""

from __future__ import annotations

from stemma.kinds._lexicon_verbs import conjugated
from stemma.kinds._phrases import WordList

# singular nouns; the last word is inflected
_THINGS = """
detention centre;detention center;community centre;community center;cultural centre;cultural center;call centre
apartment building;apartment block;apartment;residential building;residential block;residential structure
apartment house;block of flats;tower block;tower;skyscraper;high-rise;high-rise building;building;block;flat
house;home;hut;dwelling;residence;cottage;farmhouse;compound;structure;school;primary school;kindergarten
nursery;university;college;classroom;dormitory;madrasa;hospital;maternity hospital;clinic;health centre
health center;medical centre;medical center;pharmacy;ambulance;church;mosque;synagogue;temple;cathedral
monastery;shrine;convent;market;bazaar;shop;store;shopfront;shopping mall;mall;shopping centre;shopping center
supermarket;restaurant;cafe;café;hotel;bakery;stall;shed;grain shed;grain store;warehouse;fuel depot;oil depot
ammunition depot;depot;silo;granary;factory;plant;refinery;workshop;power station;power plant;power line
power grid;substation;transformer;electricity network;pipeline;water pipe;water tank;pumping station;dam;bridge
highway;railway;railway station;train station;bus station;bus stop;station;airport;airfield;airbase
air base;runway;hangar;port;pier;ship;boat;ferry;vessel;tanker;truck;lorry;car;bus;minibus;van;taxi;motorcycle
vehicle;military vehicle;tank;armored vehicle;armoured vehicle;armored personnel carrier
armoured personnel carrier;convoy;train;carriage;plane;aircraft;helicopter;jet;police station;police post
checkpoint;barracks;military base;base;army post;outpost;post;camp;tent;shelter;bomb shelter;playground;roof
rooftop;window;wall;door;facade;façade;ceiling;gate;fence;balcony;crop;field;farm;orchard;livestock;cattle
museum;theatre;theater;library;cinema;embassy;consulate;office;headquarters;town hall;city hall;prison;jail
courthouse;stadium;cemetery;tunnel;radar;antenna;television tower;tv tower;tractor;equipment;facility
property;belonging;launcher;warship;city block;archive;studio;monument;statue;palace;villa;hostel
guesthouse;orphanage;generator;canopy;awning;kiosk;tea stall;coach;terminal;bus terminal;pickup;pick-up
pick-up truck;pickup truck;rickshaw;scooter;motorbike;bicycle;wagon;barge;trawler;fishing boat;crane;porch;chimney
minaret;dome;steeple;spire;pylon;electricity pylon;mast;well;borehole;water tower;greenhouse;barn;stable;pavement;road
hall;ward;operating theatre;operating room;corridor;stairwell;staircase;basement;cellar;garage;petrol station
mill;watermill;sawmill;dairy;brewery;laboratory;quay;jetty;wharf;dock;lighthouse;boathouse;customs house;chapel
seminary;pagoda;canteen;cafeteria;dispensary;cabin;shack;bungalow;caravan;haystack;weir;sluice;canal;aqueduct;reservoir
cistern;solar panel;turbine;wind turbine;fuel tank;storage tank;viaduct;overpass;flyover;footbridge;metro station;arcade
substation building;parish hall;sports hall;market hall;press centre;data centre;heating plant;boiler house;water plant
water treatment plant;sewage plant;control tower;cable car;trailer;bakehouse;flour mill;rice mill;oil mill;flour store
railway line;rail line;railway track;water main;telephone line;power cable
gas station;filling station;command post;command centre;command center;ammunition dump;waterworks;steelworks
ironworks;gasworks;hideout;store of grain;gymnasium;courtyard;container;locomotive;tram;trolleybus;everything
"""
_AREAS = """
village;city;town;hamlet;settlement;district;neighbourhood;neighborhood;residential area;residential district
area;quarter;suburb;street;square;infrastructure;civilian infrastructure;civilian area;territory;centre;center
site;residential neighborhood;residential neighbourhood;energy infrastructure;critical infrastructure
port infrastructure
"""


def _plural(noun: str) -> str:
    if noun.endswith(("s", "sh", "ch", "x")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def _nouns() -> dict[str, tuple[str, str]]:
    """Written form -> (the plain plural or singular as written, thing|area)."""
    entries = {}
    for tag, table in (("thing", _THINGS), ("area", _AREAS)):
        for noun in filter(None, (n.strip() for row in table.splitlines() for n in row.split(";"))):
            entries[noun] = (noun, tag)
            entries[_plural(noun)] = (_plural(noun), tag)
    entries |= {noun: (noun, "thing") for noun in ("barracks", "headquarters")}
    return entries


OBJECTS = WordList(_nouns())

# Verbs that say damage whatever does it -> what is said of the object.
STRONG_VERBS = {
    "destroy": "destroyed", "damage": "damaged", "demolish": "demolished", "flatten": "flattened",
    "level": "levelled", "raze": "razed", "burn": "burned", "torch": "burned", "gut": "gutted",
    "collapse": "collapsed", "wreck": "wrecked", "shatter": "shattered", "ruin": "ruined", "devastate": "devastated",
    "obliterate": "destroyed", "crumble": "collapsed", "break": "broken", "incinerate": "burned", "shake": "shaken",
    "burn down": "burned", "set ablaze": "burned", "crater": "cratered", "pulverize": "destroyed",
    "pulverise": "destroyed", "mangle": "mangled", "char": "burned", "smash": "smashed", "blow out": "blown out",
    "blow up": "blown up", "scorch": "burned", "loot": "looted", "vandalize": "vandalised", "vandalise": "vandalised",
    "desecrate": "desecrated", "ransack": "ransacked", "tear apart": "torn apart", "pockmark": "pockmarked",
    "bring down": "brought down",
    "knock down": "knocked down",
    "knock out": "knocked out", "crash through": "broken", "rip apart": "torn apart",
    "riddle": "riddled", "cave in": "caved in", "give way": "collapsed", "wipe out": "destroyed",
    "tear off": "torn off", "rip off": "torn off", "blow off": "blown off", "blow apart": "blown apart",
    "consume": "burned", "engulf": "burned", "sink": "sunk", "pierce": "pierced", "puncture": "pierced",
    "dent": "dented", "buckle": "buckled", "blacken": "blackened", "sear": "burned", "bulldoze": "bulldozed",
    "pillage": "looted", "plunder": "looted", "derail": "derailed",
    "deface": "defaced", "vaporise": "destroyed", "vaporize": "destroyed", "come down": "brought down",
    "fall in": "collapsed", "shear off": "torn off", "pock": "pockmarked", "pepper": "pockmarked",
    "topple": "toppled", "blow in": "blown in", "sever": "severed", "eliminate": "destroyed", "annihilate": "destroyed",
    "neutralise": "destroyed", "neutralize": "destroyed", "rip through": "torn apart", "tear through": "torn apart",
}
# Verbs that say damage of a thing that a weapon meets.
WEAK_VERBS = ("hit", "strike", "slam into", "crash into", "smash into", "plough into", "plow into",
              "impact", "go through", "bombard", "shell", "tear into", "touch")

STRONG = WordList(conjugated(STRONG_VERBS) | {
    "shook": ("shake", "past"), "shaken": ("shake", "part"), "burnt out": ("burn", "part"), "charred": ("char", "part"),
    "burned out": ("burn", "part"), "burned down": ("burn", "part"),
    "burnt down": ("burn", "part"), "ploughed through": ("crash through", "part"),
})
WEAK = WordList(conjugated(WEAK_VERBS))

# Fixed phrases that take the object in the middle or leave it out; the value is what is said.
FIRE = WordList.of((
    "on fire", "alight", "ablaze", "in flames", "caught fire", "up in flames", "set fire to", "setting fire to",
    "sets fire to", "engulfed in flames", "put fire to", "puts fire to", "set light to", "put to the torch",
    "put a torch to", "gave to the flames",
    "fire swept through", "flames swept through", "fire tore through", "blaze swept through", "half burned",
    "half burnt", "partly burned", "partly burnt",
), "burned")
RUIN = WordList.of((
    "to a shell", "blackened shell", "burnt out shell", "burned out shell", "charred shell", "roofless shell",
    "to a skeleton", "to twisted metal", "to wreckage", "beyond repair", "no longer usable", "unusable",
    "uninhabitable", "impassable", "out of service", "out of action", "rubble of", "ruins of", "wreckage of", "to dust",
    "to a ruin", "to a heap",
    "to rubble", "in ruins", "under rubble", "under the rubble", "to ashes",
    "to ash", "to cinders", "to a pile", "a pile of rubble", "a heap of rubble", "heaps of rubble", "piles of rubble",
    "to a wreck", "a burnt ruin", "a blackened ruin", "into ruins",
    "into rubble", "to ruins", "stand burned",
    "stands burned", "in rubble",
), "ruined")
LOSS = WordList({
    **{f"{how} damage": ("damaged", "") for how in (
        "material", "extensive", "heavy", "serious", "severe", "considerable", "structural", "widespread", "great",
        "massive", "significant", "property", "major")},
    "suffered damage": ("damaged", ""), "sustained damage": ("damaged", ""), "power went off": ("power cut", ""),
    "power went out": ("power cut", ""), "lights went out": ("power cut", ""),
    "electricity went off": ("power cut", ""),
    "gaping hole": ("holed", ""), "hole in the": ("holed", ""), "holes in the": ("holed", ""),
    "lost its roof": ("without roof", ""), "lost their roofs": ("without roofs", ""),
    "roof is gone": ("without roof", ""), "roof was gone": ("without roof", ""),
    "roof was blown off": ("without roof", ""), "crater": ("crater", ""), "craters": ("craters", ""),
    "no windows": ("without windows", ""),
    "no roof": ("without roof", ""), "windows are broken": ("windows broken", ""),
    "windows were broken": ("windows broken", ""), "fires burning": ("fires", ""), "fires broke out": ("fires", ""),
    "fire broke out": ("fire", ""), "fires were burning": ("fires", ""), "sparked a fire": ("fire", ""),
    "sparking a fire": ("fire", ""), "nothing left of": ("destroyed", ""),
    **{f"{what} {left} of": ("destroyed", "") for what in ("nothing", "little", "all that", "what", "not much")
       for left in ("is left", "was left", "remains", "remained")},
    "power outage": ("power cut", ""),
    "power outages": ("power cut", ""), "without electricity": ("power cut", ""), "without power": ("power cut", ""),
    "knocked out power": ("power cut", ""), "electricity was cut": ("power cut", ""), "power was cut": ("power cut",
    ""),
    "lost power": ("power cut", ""), "water supply was cut": ("water cut", ""), "blackout": ("power cut", ""),
})
