"""Who was harmed: nouns for people, what they say of the victims, and the noun phrase around a number.

The word lists are general English, made for reports on violence; a noun that is in none of them is taken for people
only where the harm itself says so ("killed three beekeepers").
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from stemma.reading.quantities import NUMBER_WORDS, Quantity, Token
from stemma.values import Count, Group, Status, Victims

_NEUTRAL = frozenset(
    "people persons person individuals individual men man others other victims victim souls adults adult males male "
    "dad dads patients patient casualties "
    "sufferers families family households household members member relatives relative "
    "colleagues colleague comrades comrade classmates classmate compatriots "
    "locals humans survivors friends friend brother brothers father son sons cousin cousins uncle nephew nephews "
    "girlfriend boyfriend husband grandson"
    " grandsons uncles bodyguard bodyguards spouse twins neighbours neighbour neighbors neighbor "
    "suspects suspect inmates inmate prisoners prisoner detainees "
    "couple crewmember crewmembers driver drivers leader leaders police policeman".split()
)
_CIVILIAN = frozenset(
    "civilian civilians noncombatants non-combatants citizens citizen residents resident villagers villager passengers "
    "passenger travellers traveller travelers traveler traders trader shoppers shopper farmers farmer farmworkers "
    "fishermen fisherman merchants merchant vendors vendor shopkeepers shopkeeper worshippers worshipper worshipers "
    "worshiper mourners mourner pilgrims pilgrim tourists tourist bystanders bystander pedestrians pedestrian "
    "commuters commuter motorists motorist students student pupils pupil teachers teacher lecturers lecturer "
    "workers worker labourers labourer laborers laborer miners miner employees employee staff engineers engineer "
    "townspeople townsfolk inhabitants inhabitant herders herder herdsmen shepherds shepherd refugees refugee "
    "migrants migrant peasants peasant lawyers lawyer judges judge priests priest nuns nun imam imams clerics cleric "
    "monks monk pastor pastors activists activist protesters protester protestors protestor demonstrators "
    "demonstrator politicians politician mayor lawmaker lawmakers contractors contractor firefighters firefighter "
    "cleaners cleaner cook cooks porters porter customers customer spectators spectator fans guests guest "
    "wedding-goers party-goers partygoers churchgoers concertgoers hostages hostage housewife housewives shopgoers "
    "onlookers evacuees homeowners councillor councillors diplomats diplomat dockers docker weavers weaver "
    "tailors tailor elder elders chief chiefs headman official officials businessman businessmen candidate candidates "
    "conductor conductors occupant occupants smuggler smugglers trucker truckers "
    "niece nieces grandchildren bride bridegroom groom wayfarers parishioners orderlies caretaker "
    "singer singers player players footballer footballers athlete athletes cyclist cyclists hawker hawkers "
    "cleaner "
    "schoolteacher schoolteachers headteacher headmaster headmistress instructors instructor adviser advisers advisor "
    "advisors seamstress seamstresses tenants tenant welder welders machinist machinists electrician electricians "
    "mechanic mechanics plumber plumbers carpenter carpenters clerk clerks accountant accountants librarian "
    "waiter waiters waitress waitresses barber barbers butcher butchers stevedore stevedores sailmaker "
    "locksmith janitor janitors usher ushers actor actors musician musicians postman postmen rescuer rescuers "
    "volunteer volunteers baker bakers passer-by passers-by passerby passersby".split()
)
_COMBATANT = frozenset(
    "soldier soldiers troop troops trooper troopers fighter fighters militant militants rebel rebels insurgent "
    "insurgents terrorist terrorists gunman gunmen attacker attackers assailant assailants militiaman militiamen "
    "guardsman guardsmen combatant combatants jihadist jihadists jihadi jihadis guerrilla guerrillas guerilla "
    "guerillas paramilitary paramilitaries servicemen serviceman servicemember servicemembers marines marine sailors "
    "sailor airmen airman pilots pilot paratroopers paratrooper commandos commando peacekeepers peacekeeper officer "
    "officers policemen policewoman policewomen gendarmes gendarme conscripts conscript recruits "
    "recruit cadets cadet mercenaries mercenary separatists separatist bomber bombers raiders raider infiltrators "
    "commander commanders colonel general lieutenant sergeant private captain major corporal constable constables "
    "guard guards bandit bandits infantrymen operatives operative extremists extremist hijackers crewmen "
    "legionnaires elements cops cop personnel warriors".split()
)
_GROUPS: dict[str, Group] = (
    dict.fromkeys("child children kid kids girl girls boy boys minor minors infant infants baby babies toddler "
                  "toddlers schoolchildren schoolgirl schoolgirls schoolboy schoolboys youngster youngsters teenager "
                  "teenagers teen teens newborn newborns schoolchild orphans orphan".split(), "children")
    | dict.fromkeys("woman women mother mothers wife grandmother grandmothers mum mums mom moms "
                  "females female widow widows "
                    "housewife housewives aunt aunts granddaughter granddaughters "
                    "schoolmistress daughter daughters sister sisters".split(), "women")
    | dict.fromkeys("elderly pensioner pensioners grandfather grandfathers grandparents".split(), "elderly")
    | dict.fromkeys("journalist journalists reporter reporters cameraman cameramen correspondent correspondents "
                    "photographer photographers photojournalist newsman broadcaster".split(), "journalists")
    | dict.fromkeys("medic medics doctor doctors nurse nurses paramedic paramedics midwife midwives surgeon surgeons "
                    "health-workers".split(), "medics")
)
NOUNS = frozenset(_NEUTRAL | _CIVILIAN | _COMBATANT | _GROUPS.keys())  # every noun for people that is known
# Words before a noun that decide the group: "ambulance driver", "aid worker", "Red Cross volunteers".
_COMPOUNDS: tuple[tuple[tuple[str, ...], frozenset[str], Group], ...] = (
    (("ambulance",),
     frozenset({"driver", "drivers", "chauffeur", "worker", "workers", "crew", "men", "man"}), "medics"),
    (("health", "medical", "hospital", "healthcare"),
     frozenset({"worker", "workers", "staff", "personnel", "workers'", "staffers"}), "medics"),
    (("aid", "relief", "humanitarian", "charity", "cross", "crescent", "un", "u.n", "ngo", "rescue"),
     frozenset({"worker", "workers", "volunteer", "volunteers", "staff", "staffers", "staffer", "employee", "employees",
                "personnel", "driver", "drivers"}), "aid_workers"),
    (("media", "press", "radio", "television", "tv", "news"),
     frozenset({"worker", "workers", "presenter", "presenters", "crew"}), "journalists"),
    (("old", "elderly", "aged", "older"), frozenset({"man", "men", "people", "woman", "women", "couple"}), "elderly"),
    (("young", "teenage", "school"), frozenset({"girl", "girls", "boy", "boys", "pupils", "pupil"}), "children"),
)
_COMPOUND_HEADS = frozenset().union(*(heads for _, heads, _ in _COMPOUNDS))
_FORCES = frozenset(
    "army forces force guard militia brigade battalion regiment unit units police military navy corps division "
    "patrol group groups faction insurgency front gang squad troops gendarmerie taliban hezbollah hamas isis isil "
    "daesh al-qaeda al-shabaab boko haram movement wing infantry".split()
)
_FORCE_MODIFIERS = frozenset({"security", "military", "army", "police", "armed", "enemy", "rebel", "militia",
                              "paramilitary", "border", "special", "peacekeeping"})
# Plural nouns that numbers beside a word of harm do count, and that are no people.
_THINGS = frozenset(
    "houses homes buildings vehicles cars trucks lorries tanks boats ships planes aircraft helicopters jets drones "
    "rockets missiles shells bombs mortars rounds bullets shots attacks strikes raids blasts explosions incidents "
    "clashes villages towns cities districts neighbourhoods neighborhoods streets areas provinces regions countries "
    "states hospitals schools shops stores stalls cows goats sheep camels cattle donkeys horses animals livestock dogs "
    "birds chickens swans ducks geese hens pigs whales fish elephants oxen bulls buffaloes cats rats mice trees "
    "crops farms fields roads bridges windows doors apartments flats offices churches mosques "
    "factories weapons rifles guns tents bodies lives deaths injuries fatalities wounds cases reports calls points "
    "bags beds positions targets sites places locations times days nights weeks months years hours minutes operations "
    "bases posts checkpoints camps jobs parts sides phases stages ways things items games goals seats votes ballots "
    "kilometres miles metres percent dollars suspicions charges counts hopes plans talks deals prisons tunnels "
    "headquarters barges ferries trawlers flats cottages huts boxes stretchers "
    "motorcycles motorbikes bikes buses minibuses trains carriages convoys craft launchers "
    "batteries systems shootings stabbings killings murders robberies homicides burglaries arrests warrants slayings "
    "crimes graves coffins".split()
)
_STOP_AFTER = frozenset(
    "and or but were was are is be been being have has had who whom which that when while after before as in on at by "
    "from with for to into over under near during since until because if than then so also including among between "
    "within inside outside said says killed wounded injured dead hurt slain died missing will would could may might "
    "suffered sustained escaped survived remain remained remains fled took perished vanished drowned lost needed "
    "received disappeared surrendered lie lay "
    "a an the has have had did do does not more less still where whose against across around through left".split()
)
_ENDS_NAME = _STOP_AFTER - {"a", "an", "the"}  # of a force after "of"
_HARMED = frozenset({"dead", "wounded", "injured", "deceased", "slain", "killed", "missing", "victims"})
_TAKEN = frozenset("taken abducted kidnapped captured seized".split())
_ORDINALS = frozenset("second third fourth fifth sixth seventh eighth ninth tenth".split())
_HEAD_LIMIT = 6  # modifiers that may stand between a number and its noun


_AFTER_COUPLE = frozenset("in aged from were was who , . and with".split())


class People(Struct, frozen=True):
    """A noun phrase that counts people: tokens [first, last), the noun it ends on and what it says of them."""

    first: int
    last: int
    quantity: Quantity | None
    head: str  # lower case; "" for a bare number
    victims: Victims
    of: str = ""  # what the number is a part of: "them", "dead", "wounded", "attackers"; "" for a whole
    known: bool = True  # whether the noun is one for people
    owned: bool = False  # told by whom they belong to: "11 of its members", "three of her brothers"
    kin: bool = False  # a family told member by member
    tail: int = 0  # the token after the last relative, where a verb parts them: "died with his two sons"


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def victims_of(words: Sequence[str]) -> Victims | None:
    """What the words of a noun phrase, noun last, say of the victims; None if the noun is not one for people."""
    head = words[-1].partition("-of-")[0]  # "father-of-three"
    for before, heads, group in _COMPOUNDS if head in _COMPOUND_HEADS else ():
        if head in heads and any(word in before for word in words[:-1]):
            return Victims(status="civilian", group=group)
    if head in _GROUPS:
        fighters = any(word in _COMBATANT or word in _FORCE_MODIFIERS for word in words[:-1])
        return Victims(status="combatant" if fighters else "civilian", group=_GROUPS[head])
    status = _status(head, words[:-1])
    return None if status is None else Victims(status=status)


def _status(head: str, modifiers: Sequence[str]) -> Status | None:
    if head in _COMBATANT:
        if head in {"personnel", "officer", "officers", "guard", "guards", "general", "private", "major", "leader"}:
            civil = {"aid", "medical", "health", "prison", "election", "local"}
            return "civilian" if civil & set(modifiers) else "combatant"
        return "combatant"
    if head in _CIVILIAN:
        return "combatant" if head == "staff" and _FORCE_MODIFIERS & set(modifiers) else "civilian"
    if head in {"police", "policeman"}:
        return "combatant"
    if head in _NEUTRAL:
        if _FORCE_MODIFIERS & set(modifiers) or "uniformed" in modifiers:
            return "combatant"
        return "civilian" if "civilian" in modifiers else "unspecified"
    return None


def is_people(word: str) -> bool:
    """Whether the word alone is a noun for people."""
    return word in NOUNS or "-of-" in word and word.partition("-of-")[0] in NOUNS


_PLURALS = frozenset(noun for noun in NOUNS if noun.endswith("s")) - {"others", "casualties", "victims"} | {
    "people", "children", "women", "men", "fishermen", "gunmen", "militiamen", "guardsmen", "policemen",
    "schoolchildren", "servicemen", "personnel", "townspeople", "troops", "police"}


def is_plural_people(word: str) -> bool:
    """Whether the word is a plural noun for people that may stand without a number ("civilians were killed")."""
    return word in _PLURALS or "-of-" in word and word.endswith("s") and is_people(word)


def people_at(tokens: Sequence[Token], quantity: Quantity) -> People | None:
    """The noun phrase that a number opens; None where it counts something else."""
    here, of = quantity.last, ""
    if _aged(tokens, here):
        return _by_age(tokens, quantity, here)
    if not quantity.sure and _low(tokens, here).isdigit() and _low(tokens, here + 1) in {"th", "st", "nd", "rd"}:
        return _phrase(tokens, quantity, here + 2, "")
    if quantity.count.text.lower() == "a couple" and _low(tokens, here) in _AFTER_COUPLE:
        pair = Count(low=2, high=2, wording="exact", text=quantity.count.text)
        return People(quantity.first, here, Quantity(quantity.first, quantity.last, pair), "couple", Victims())
    if _low(tokens, here) == "out" and _low(tokens, here + 1) == "of" and _is_number(tokens, here + 2):
        whole = _phrase(tokens, quantity, here + 3, "")  # "six out of 24 passengers"
        return whole and structs.replace(whole, of=whole.head)
    if _low(tokens, here) in _ORDINALS and not quantity.sure and _low(tokens, here + 1) != "of":
        return _phrase(tokens, quantity, here + 1, "") or People(quantity.first, here + 1, quantity, "", Victims())
    if _low(tokens, here) == "of" or (_low(tokens, here) == "," and _low(tokens, here + 1) == "of"
                                      and _low(tokens, here + 2) in {"them", "whom"}):
        here += 1 + (_low(tokens, here) == ",")
        if _low(tokens, here) in {"them", "whom", "those", "these"}:
            return _part(tokens, quantity, here)
        if _low(tokens, here) == "the" and _low(tokens, here + 1) in {"latter", "former"}:
            return People(quantity.first, here + 2, quantity, "", Victims(), of="them")
        owned = _low(tokens, here) in {"its", "his", "her", "their", "our", "my"}
        ours = _low(tokens, here) == "our" and _low(tokens, here + 1) in {"people", "citizens", "compatriots"}
        of = "the" if _low(tokens, here) in {"the", "these", "those"} else ""
        here += bool(of) or owned
        here += owned and _low(tokens, here) == "own"
        if of and _low(tokens, here).endswith("'s") and _is_number(tokens, here + 1):
            here += 1  # "twelve of the village's 80 residents"
        if of and _is_number(tokens, here):
            return _of_number(tokens, quantity, here)
        if of and _low(tokens, here) in _HARMED:
            return People(quantity.first, here + 1, quantity, _low(tokens, here), Victims(), of=_low(tokens, here))
        if _low(tokens, here) in _HARMED:
            return People(quantity.first, here + 1, quantity, _low(tokens, here), Victims())
        if owned:
            phrase = _phrase(tokens, quantity, here, of)
            return phrase and structs.replace(phrase, owned=not ours)  # "our people": the whole country's
    return _phrase(tokens, quantity, here, of)


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    return _low(tokens, at)[:1].isdigit() or _low(tokens, at) in NUMBER_WORDS


def _of_number(tokens: Sequence[Token], quantity: Quantity, here: int) -> People | None:
    """"Eleven of the 12 people on board" is a whole, "two of the nine wounded" and "nine of the 31" are parts."""
    noun = _low(tokens, here + 1)
    if noun in _HARMED:
        return People(quantity.first, here, quantity, "", Victims(), of=noun)
    for end in range(here + 2, min(here + 4, len(tokens)) + 1):
        if tokens[end - 1].low in _STOP_AFTER:
            break
        victims = victims_of([t.low for t in tokens[here + 1 : end]])
        if victims and (quantity.count.high == 1 and _low(tokens, end) in _HARMED or _low(tokens, end) in _TAKEN):
            return None  # "one of the 12 people killed", "two of the nine people taken": the 12, the nine
        if victims:
            return People(quantity.first, end, quantity, tokens[end - 1].low, victims)
    return People(quantity.first, here + 1, quantity, "", Victims(), of=_low(tokens, here))


def _part(tokens: Sequence[Token], quantity: Quantity, here: int) -> People:
    """"four of them", "of whom five" and "five of those killed": a part of people named before."""
    for end in range(here + 2, min(here + 4, len(tokens)) + 1):
        words = [t.low for t in tokens[here + 1 : end]]
        victims = victims_of(words) if all(w[0].isalpha() for w in words) else None
        if victims and not _STOP_AFTER & set(words):
            return People(quantity.first, end, quantity, words[-1], victims, of="them")
    return People(quantity.first, here + 1, quantity, "", Victims(), of="them")


def _aged(tokens: Sequence[Token], here: int) -> tuple[int, int] | None:
    """The age in "17-year-old" and the token after it."""
    if _low(tokens, here).isdigit() and len(_low(tokens, here)) < 4 and _low(tokens, here + 1) == "-" and (
            _low(tokens, here + 2) in {"year-old", "year-olds", "month-old", "day-old", "week-old"}):
        return int(_low(tokens, here)) if _low(tokens, here + 2).startswith("year") else 0, here + 3
    word = _low(tokens, here)
    if word.endswith("-year-old"):
        return _AGES.get(word.removesuffix("-year-old"), 30), here + 1
    return None


_AGES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
         "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17}


def is_young(tokens: Sequence[Token], at: int) -> bool:
    """Whether an age under 18 stands here: "12-year-old"."""
    aged = _aged(tokens, at)
    return aged is not None and aged[0] < 18


def _by_age(tokens: Sequence[Token], quantity: Quantity, here: int) -> People | None:
    """"a 26-year-old was wounded": a person told by age alone or first; those under 18 are children."""
    aged = _aged(tokens, here)
    if aged is None:
        return None
    age, after = aged
    rest = _phrase(tokens, quantity, after, "") if _low(tokens, after) not in _STOP_AFTER else None
    young = Victims(status="civilian", group="children")
    if rest and rest.head and rest.known:
        if age < 18 and rest.victims.group is None and rest.victims.status != "combatant":
            return People(rest.first, rest.last, quantity, rest.head, young)
        return rest
    if _low(tokens, after)[:1].isalpha() and _low(tokens, after) not in _STOP_AFTER:
        return None  # "a 7-year-old bullmastiff"
    return People(quantity.first, after, quantity, "year-old", young if age < 18 else Victims())


def _phrase(tokens: Sequence[Token], quantity: Quantity, here: int, of: str) -> People | None:
    """Reads modifiers up to the noun for people; the last such noun of the run is the head."""
    words: list[str] = []
    head_at = -1
    for at in range(here, min(here + _HEAD_LIMIT, len(tokens))):
        low = tokens[at].low
        if low == "-" or low in {"“", "”", '"', "‘", "’", "'"}:
            continue
        if low in {"more", "others", "other", "further"} and not words:
            following = _low(tokens, at + 1)
            if low in {"other", "further"} or is_people(following) or is_people(_low(tokens, at + 2)) and (
                    low == "more" and following not in _STOP_AFTER and following.isalpha()):
                continue
            words.append("others")
            head_at = at
            break
        if low in {",", "and"} and words and head_at < 0 and at + 1 < len(tokens) and _modifier(tokens, at):
            continue
        if words and low.endswith("ing") and low not in {"missing", "surviving", "working"}:
            break
        if (low in _STOP_AFTER or not low[0].isalpha()) and not (low[0].isdigit() and _low(tokens, at + 1) == "-"):
            break
        words.append(low)
        if victims_of(words) or low in {"dead", "wounded", "injured", "deceased"}:
            head_at = at
            if _ends_phrase(tokens, at + 1):
                break
    if head_at < 0:
        return _unknown(tokens, quantity, here, of)
    return _headed(tokens, quantity, head_at, words, of)


def _modifier(tokens: Sequence[Token], at: int) -> bool:
    """Whether a comma or "and" stands between two adjectives rather than after a noun."""
    adjective = _low(tokens, at + 1)
    return tokens[at].low == "," and adjective.isalpha() and is_people(_low(tokens, at + 2)) and (
        adjective not in NUMBER_WORDS and adjective not in _STOP_AFTER)


def _ends_phrase(tokens: Sequence[Token], at: int) -> bool:
    """Whether the phrase cannot go on here: the next word is no second noun for people."""
    return not is_people(_low(tokens, at))


def _headed(tokens: Sequence[Token], quantity: Quantity, head_at: int, words: list[str], of: str) -> People:
    head = tokens[head_at].low
    words = words[: words.index(head) + 1] if head in words else words
    victims = victims_of(words) or Victims()
    last = head_at + 1
    if head in {"dead", "wounded", "injured", "deceased"}:
        return People(quantity.first, last, quantity, head, Victims(), of=head if of else "")
    if head in {"more", "others"}:
        return People(quantity.first, last, quantity, "others", Victims())
    if _low(tokens, last) in {"of", "from"}:
        forces = [t.low for t in tokens[last + 1 : last + 6]]
        stop = next((i for i, w in enumerate(forces) if not w[0].isalpha() or w in _ENDS_NAME),
                    len(forces))
        if victims.status == "unspecified" and any(w in _FORCES for w in forces[:stop]) and head in {
                "member", "members", "men", "man", "people", "others", "leader", "leaders", "personnel"}:
            victims = Victims(status="combatant", group=victims.group)
            last += 1 + max(i for i, w in enumerate(forces[:stop]) if w in _FORCES) + 1
    if head == "couple" and quantity.count.high == 1:
        pair = Count(low=2, high=2, wording="exact", text=quantity.count.text)
        quantity = Quantity(quantity.first, quantity.last, pair, quantity.sure)
    part = head if of and quantity.count.wording != "none" and not _vague(quantity) else ""
    return People(quantity.first, last, quantity, head, victims, of=part)


def _vague(quantity: Quantity) -> bool:
    """"dozens of the villagers" is said of a whole as well."""
    return quantity.count.wording in {"dozens", "hundreds", "thousands"}


_AFTER_MANY = frozenset("were are have had feared believed dead killed injured wounded hurt missing".split())


def _unknown(tokens: Sequence[Token], quantity: Quantity, here: int, of: str) -> People | None:
    """A bare number, a people's name ("12 Russians") or a noun that no list knows."""
    words: list[int] = []
    here += _low(tokens, here) in {'"', "“"}
    for at in range(here, min(here + 4, len(tokens))):
        low = tokens[at].low
        if low in _STOP_AFTER or not low[0].isalpha() or low in {"seriously", "critically", "people"}:
            break
        words.append(at)
    if quantity.count.wording == "indefinite" and _low(tokens, here) in _AFTER_MANY:
        return People(quantity.first, quantity.last, quantity, "", Victims())
    if not words and quantity.count.text.lower() == "another":
        return People(quantity.first, quantity.last, quantity, "others", Victims())
    if not words:
        return None if not quantity.sure else People(quantity.first, quantity.last, quantity, "", Victims())
    for at in words:
        low = tokens[at].low
        if low in _THINGS or low.endswith("ly"):
            return None
        if tokens[at].capital and low.endswith(("ian", "ean", "ese")) and quantity.count.wording == "none":
            return People(quantity.first, at + 1, quantity, low, Victims())  # "no Ruritanian"
        if low.endswith("s") and len(low) > 3 and not low.endswith(("ss", "'s")):
            part = low if of else ""
            return People(quantity.first, at + 1, quantity, low, Victims(), of=part,
                          known=tokens[at].capital and not tokens[at].text.isupper())
    return People(quantity.first, quantity.last, quantity, "", Victims()) if quantity.sure else None
