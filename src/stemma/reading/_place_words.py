"""Words that stand beside place names. General English lists for news of conflict; lower case."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Class nouns that become part of the name when they follow it ("Orvel province", "Tasch airfield").
AREA_NOUNS = {
    "province": "region", "region": "region", "governorate": "region", "oblast": "region", "state": "region",
    "prefecture": "region", "department": "region", "territory": "region", "republic": "region", "krai": "region",
    "canton": "region", "emirate": "region", "division": "region", "zone": "region", "woreda": "district",
    "district": "district", "county": "district", "raion": "district", "subdistrict": "district",
    "sub-district": "district", "locality": "district", "municipality": "district", "parish": "district",
    "neighbourhood": "district", "neighborhood": "district", "quarter": "district", "suburb": "district",
    "commune": "district", "borough": "district", "township": "district", "chiefdom": "district",
    "airport": "facility", "airfield": "facility", "airbase": "facility", "airstrip": "facility", "dam": "facility",
    "port": "facility", "crossing": "facility", "checkpoint": "facility", "bridge": "facility", "camp": "facility",
    "road": "facility", "highway": "facility", "motorway": "facility", "street": "facility", "avenue": "facility",
    "square": "facility", "corridor": "facility", "barracks": "facility", "prison": "facility", "base": "facility",
    "river": "water", "lake": "water", "sea": "water", "bay": "water", "gulf": "water", "strait": "water",
    "ocean": "water", "canal": "water", "reservoir": "water", "delta": "region", "basin": "region",
    "valley": "region", "mountains": "region", "mountain": "region", "hills": "region", "highlands": "region",
    "lowlands": "region", "plateau": "region", "desert": "region", "peninsula": "region", "island": "region",
    "islands": "region", "archipelago": "region", "forest": "region", "coast": "region", "plain": "region",
    "plains": "region", "heights": "region", "gorge": "region", "oasis": "region",
    "provinces": "region", "districts": "district", "regions": "region", "counties": "district",
    "governorates": "region", "border": "border",
}
# Class nouns that only say what the name is ("Orvel village"); the name stays as it is.
TOWN_NOUNS = {
    "village": "village", "hamlet": "village", "town": "town", "city": "city", "settlement": "village",
    "villages": "village", "towns": "town", "cities": "city", "metropolis": "city", "megacity": "city",
    "hospital": "", "market": "", "bazaar": "", "residents": "", "villagers": "", "mosque": "", "school": "",
    "garrison": "", "hospitals": "", "outskirts": "", "suburbs": "",
}
# Capitalised behind a name they make it a site in a town: "Tasch Gate", "Orvel Bus Station".
SITE_NOUNS = _words("gate gates terminal tower towers station crossroads roundabout junction park garden gardens "
                    "palace mosque church cathedral temple shrine monastery bazaar market mall plaza stadium arena "
                    "hotel school university college factory plant refinery depot mill hospital clinic cemetery "
                    "citadel castle house theatre theater library museum memorial")
# "the <noun> of X": X is a place of that kind (empty: a place, kind not said).
OF_NOUNS = {
    **{noun: kind for noun, kind in AREA_NOUNS.items() if noun not in ("base", "square", "division", "border")},
    **{noun: kind for noun, kind in TOWN_NOUNS.items() if kind},
    "capital": "city", "stronghold": "", "enclave": "region", "outskirts": "", "north": "", "south": "", "east": "",
    "west": "", "northeast": "", "northwest": "", "southeast": "", "southwest": "", "north-east": "",
    "north-west": "", "south-east": "", "south-west": "", "suburbs": "", "edge": "", "centre": "", "center": "",
    "streets": "", "heart": "", "residents": "", "people": "", "inhabitants": "", "mayor": "", "governor": "",
    "administrator": "", "battle": "", "siege": "", "bombing": "", "shelling": "", "capture": "", "fall": "",
    "villagers": "", "population": "", "kingdom": "region", "strip": "region", "isle": "region", "hub": "",
    "bombardment": "", "seat": "", "crossroads": "", "ruins": "", "area": "region", "areas": "region",
    "market": "", "bazaar": "", "well": "", "wells": "", "spring": "", "garrison": "",
    "entrance": "", "vicinity": "", "environs": "", "liberation": "", "inland": "", "occupation": "",
}
# Nouns that an apposition after a comma gives: "Orvel, a town of 3,000", "Orvel, 30km to the west".
APPOSITION_NOUNS = _words("village town city hamlet settlement suburb district province region capital port area "
                          "neighbourhood neighborhood stronghold island state territory enclave valley locality "
                          "municipality outpost riverbed county")

STRONG_BEFORE = _words("in near outside inside around throughout within at")
WEAK_BEFORE = _words(
    "from to towards toward into across through via over reached reaching left leaving entered entering seized "
    "captured recaptured retook took besieged shelled bombed bombarded struck hit attacked stormed overran raided "
    "liberated surrounded encircled abandoned fled reach enter seize capture attack shell bomb strike retake leave "
    "storm besiege of between visited visiting visit invaded invade for beyond above along off attacking shelling "
    "bombing striking taking holding held hold controls control controlled evacuated evacuate and or on against"
)
# "the attack on X": what is attacked in news of conflict is most often a place.
ATTACKS = _words("attack attacks raid raids assault assaults strike strikes airstrike airstrikes bombardment offensive "
                 "march advance onslaught bombing bombings shelling ambush siege massacre")
# "X, shelled the same morning": what happens to places, as a participle after a comma.
DONE_TO_PLACES = _words("shelled bombed attacked besieged captured seized recaptured raided overrun hit struck held "
                        "located situated home once where")
# Of these, only a place can follow, as far as news prose goes.
MOVES = _words("besieged shelled bombed bombarded overran recaptured retook encircled besiege retake recapture reached "
               "entered stormed liberated invaded shelling bombing into towards toward")

DIRECTIONS = _words("northern southern eastern western northeastern northwestern southeastern southwestern "
                    "north-eastern north-western south-eastern south-western central north-east north-west south-east "
                    "south-west northeast northwest southeast southwest north south east west upper lower greater "
                    "western-most downtown rural mainland coastal occupied")
# Written small before a name they are part of it: "northern Orvel".
ADJECTIVE_DIRECTIONS = _words("northern southern eastern western northeastern northwestern southeastern southwestern "
                              "north-eastern north-western south-eastern south-western central north-east north-west "
                              "south-east south-west northeast northwest southeast southwest north south east west")

# Capitalised first words of names that say it is a place: "Lake Orvel", "Port Tasch", "Deir Orvel".
PREFIXES = {
    "lake": "water", "mount": "region", "mt": "region", "cape": "region", "port": "city", "fort": "town",
    "camp": "facility", "san": "", "santa": "", "saint": "", "st": "", "deir": "", "tell": "", "tal": "", "kafr": "",
    "kfar": "", "khan": "", "beit": "", "beyt": "", "bayt": "", "wadi": "", "jebel": "region", "jabal": "region",
    "ain": "", "bir": "", "umm": "",
    "oum": "", "oued": "", "tin": "", "qasr": "", "ras": "", "shahr": "", "river": "water", "gulf": "water",
    "strait": "water", "bay": "water", "isle": "region", "island": "region", "new": "", "nova": "", "novo": "",
    "puerto": "", "villa": "", "rio": "", "la": "", "las": "", "los": "", "el": "", "al": "", "le": "", "les": "",
    "hotel": "", "operation": "", "radio": "", "tv": "",
}
# Of these, words of the Arabic and Berber lands that few surnames begin with: a weak sign more is enough.
FIRST_WORDS = _words("deir tell tal kafr kfar khan beit beyt bayt ain bir umm oum qasr ras shahr oued tin")
# Of these, the ones that leave no doubt.
SURE_PREFIXES = _words("lake mount mt cape fort camp wadi jebel jabal isle island river gulf strait")
# "a farmer from X": people whose home news reports give; others may be from a firm.
HOME_FROM = _words("people person man men woman women boy girl boys girls child children family families resident "
                   "residents villager villagers farmer farmers trader traders shopkeeper shopkeepers teacher teachers "
                   "nurse refugee refugees mother father driver student students fisherman fishermen herder herders "
                   "labourer labourers laborer laborers youth youths elder elders migrants displaced")
# Prefixes that make the name something else than a place.
NO_PLACE_PREFIXES = _words("operation radio tv hotel hurricane cyclone typhoon storm tropical team club fc miss mr mrs "
                           "the-late airlines air inter real sporting athletic exercise codename project battalion")
# Last words that make a capitalised run something else than a place.
NO_PLACE_ENDINGS = _words("declaration agreement accords accord treaty pact protocol convention process summit "
                          "conference games olympics cup open festival prize award act law war revolution spring "
                          "uprising massacre crisis syndrome virus fever disease time standard dynasty marathon "
                          "rangers tigers lions cowboys dolphins giants dodgers yankees lakers bulls bears fc "
                          "airlines airways motors petroleum oil exchange index stock securities inc corp co ltd "
                          "plc llc group holdings brothers sons rifle missile rocket constitution talks")
# Words of the common lists that are places all the same.
CONTINENTS = _words("europe africa asia america oceania antarctica caribbean scandinavia")
# Peoples and faiths that no table of states has.
PEOPLES = _words("kurdish kurd kurds arab arabs chechen chechens tatar tatars basque basques catalan catalans berber "
                 "berbers tuareg tuaregs fulani hausa yoruba igbo pashtun pashtuns hazara hazaras uzbek uzbeks tajik "
                 "tajiks baloch baluch tamil tamils sinhalese rohingya rohingyas uighur uighurs uyghur uyghurs tibetan "
                 "tibetans hutu hutus tutsi tutsis oromo dinka nuer darfuri acholi somali somalis karen kachin shia "
                 "shiite sunni alawite alawites druze yazidi yazidis christian christians muslim muslims jewish jews "
                 "hindu hindus sikh sikhs buddhist catholic orthodox african european asian american slavic western "
                 "houthi houthis dogon afar turkmen ossetian abkhaz ingush dagestani crimean moro bangsamoro papuan")
# After "in" these are no place.
NO_PLACE_AFTER_IN = _words("parliament congress english arabic russian french spanish chinese german hebrew farsi "
                           "persian pashto dari urdu hindi turkish ukrainian swahili somali amharic tigrinya kurdish "
                           "portuguese italian latin article section chapter phase islam christianity ramadan twitter "
                           "facebook telegram instagram youtube whatsapp tiktok google eid lent christmas easter "
                           "operation god allah heaven hell court brief short fact exchange addition return response "
                           "government opposition cabinet nato hamas hezbollah")


# First words of a run that may be a common word only because it opens a sentence or a title.
OPENERS = _words("the a an in at on from to near for with by as after before when while if but and or of inside "
                 "outside since until where across around over under between within throughout both all most many some")
