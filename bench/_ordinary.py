"""Invented reports on ordinary matters for measuring: sport, markets, councils, schools, weather. The same seed gives
the same texts, and nobody and no place in them exists.

Some speak of harm in passing, as ordinary news does: a player who is hurt, a mayor who died long ago, a figure of
speech. In five corpora of news such words are found in a fifth to half of the reports (docs/evaluation.md), and so they
are in a third of these. Reports share next to no sentences, as reports on different matters do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from bench._mixed import reports

SEED = 20310611
SENTENCES, SPEAKING = 28, 11  # of a report on people harmed: some 450 words
PARAGRAPHS = 9  # of a report after its lead, three sentences each
OWN = 6  # sentences of these from the report's topic; the others are its own
IN_PASSING = 0.12  # share of reports with one sentence that speaks of harm
LOOSELY = 0.25  # share of reports with one that has a word of harm and means something else

_STARTS = ("Al", "Bren", "Cor", "Dal", "El", "Far", "Gol", "Hes", "Jor", "Kel", "Lor", "Mer", "Nor", "Pel", "Ral",
           "Sel", "Tam", "Ul", "Vor", "Wen")
_MIDDLES = ("a", "en", "i", "o", "ar", "er", "is", "un", "el", "or", "", "ad")
_ENDS = ("ford", "bury", "mere", "holm", "dale", "wick", "stead", "sey", "nor", "tide", "low", "rick", "ven", "by")
_FIRST = ("Anna", "Boris", "Clara", "David", "Esther", "Felix", "Greta", "Hugo", "Irene", "Jonas", "Katya", "Leon",
          "Maya", "Nils", "Olga", "Petra", "Quentin", "Rosa", "Stefan", "Tess", "Viktor", "Wanda")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_TOPICS: dict[str, tuple[str, ...]] = {
    "{club} hold on to beat {club2} and go third": (
        "{club} won {k}-{j} on {day} with a goal in the last minute by {name}, and go third in the table.",
        "The visitors pressed from the start and had {n} attempts in the first half, but none went in.",
        "“We were patient, and in the end the ball ran for us,” said the coach, {name2}.",
        "{name3} came on after the break and changed the game with his pace on the left wing.",
        "The referee looked at the pictures for {k} minutes before he gave the penalty.",
        "About {big} spectators saw the match in a stadium that was built for twice as many.",
        "{club2} have now gone {k} matches without a win and meet the champions next {day2}.",
        "The defender signed a contract until the end of next season, with an option for another year.",
        "It was the first time since the spring that the side kept a clean sheet away from home.",
        "Midfielder {name4} said that the team had trained corners all week, and that it had paid off.",
        "The pitch was heavy after two days of rain, and many passes got stuck.",
        "Supporters sang until long after the final whistle and lit the stands with their telephones."),
    "Shares in {town} rise as banks report better quarter": (
        "The index of the {town} exchange rose {k}.{j} percent on {day}, led by banks and makers of machinery.",
        "{firm} reported a profit of {n} million for the quarter, against {m} million a year ago.",
        "Analysts had expected less, since interest rates were cut in the spring and margins have shrunk.",
        "“Demand from abroad is back, and our order books are full,” chief executive {name} told investors.",
        "The currency was little changed, while yields on ten-year bonds slipped to their lowest since the summer.",
        "{name2}, who manages a fund for small companies, said the rally might pause before the holidays.",
        "Oil fell after producers agreed to raise output, which helped airlines and haulage firms.",
        "The central bank will publish its forecast next {day2}, and most economists see no change.",
        "Inflation eased to {k}.{j} percent, mainly because rents and vegetables went up more slowly.",
        "The company plans to open {k} shops in the region and to hire {n} people by the autumn.",
        "A merger with {firm2} has been put off until regulators have looked at the terms.",
        "Retail sales were flat in the third month of the year, the statistics office said."),
    "Council of {town} puts off decision on new tram line": (
        "The council of {town} put off a decision on the tram line to {place} on {day} after a debate of {k} hours.",
        "The plan costs {n} million and would replace {k} bus routes between the station and the harbour.",
        "“We have talked about this since I was at school, and it is time to build,” councillor {name} said.",
        "{name2}, who leads the opposition, asked for a new estimate before any tree is felled.",
        "Shop owners in the High Street fear that works will keep customers away for two summers.",
        "The mayor, {name3}, promised that every household along the line would get a letter.",
        "A survey by the university found that {n} percent of those asked would use the tram at least once a week.",
        "The committee for finance will look at the figures again on {day2}.",
        "Residents of {place} have collected {big} signatures for a stop at the clinic.",
        "The state would pay two thirds of the cost if work begins before the end of next year.",
        "Cyclists want the lane on the bridge to be widened at the same time.",
        "An older proposal for a cable car was rejected without a vote."),
    "Orchestra of {town} opens season with a forgotten opera": (
        "The orchestra of {town} opened its season on {day} with an opera that had not been heard for {n} years.",
        "{name} sings the part of the miller, and {name2} conducts from a score that was found in an attic.",
        "“The music is full of odd turns, and nobody can hum along, which I like,” the conductor said.",
        "The stage shows a kitchen that grows smaller with every act until the choir must sing from the stairs.",
        "Tickets for all {k} evenings were gone within two hours.",
        "The costumes were sewn by students of the academy from old curtains and parachute silk.",
        "Critics praised the strings, and found the second act too long by half.",
        "The house was renovated for {n} million and has new seats, a lift and better air.",
        "A recording is to come out in the winter on a small label from {place}.",
        "{name3}, who wrote a book on the composer, gave a lecture before the first night.",
        "Children may come to the dress rehearsal for nothing, a custom that began {k} seasons ago.",
        "Next on the programme is a cycle of songs by {name4}, arranged for brass."),
    "Schools in {place} region to start half an hour later": (
        "Schools in the {place} region will start at half past eight from {day}, the board of education decided.",
        "Teachers had asked for the change since lessons before daybreak are of little use in winter.",
        "“My daughter sleeps longer and eats breakfast now,” said {name}, who drives a bus in {town}.",
        "The pilot took in {k} schools and {big} pupils, and marks in mathematics went up slightly.",
        "{name2}, who teaches physics, said that he no longer had to wake up the back row.",
        "The timetable of {n} bus routes must be drawn up anew, which costs the county some money.",
        "Parents who begin work early can leave their children in the library, where breakfast is served.",
        "The ministry will look at the results in two years before it decides for the whole country.",
        "A study of the institute in {town} had shown that tired pupils forget a third of what they learn.",
        "Sports clubs complain that training will now end after dark.",
        "The teachers' union welcomed the step but wants smaller classes as well.",
        "Pupils of the evening school are not concerned by the rule."),
    "Storm brings snow to {place}, trains delayed": (
        "Heavy snow slowed traffic around {place} on {day}, and trains to {town} were up to {n} minutes late.",
        "The weather service measured {n} centimetres on the pass, as much as in the whole of last winter.",
        "“We have {k} ploughs on the road and salt for a week,” said {name} of the road office.",
        "The airport closed one of its runways for two hours and cancelled {k} flights.",
        "Farmers were glad of the water after a dry autumn, when wells had run low.",
        "The ferry to the islands stayed in port and is to sail again on {day2}.",
        "Temperatures will stay below freezing until the weekend, forecaster {name2} said, with sun in the south.",
        "Ski lifts above {town} will open {k} days earlier than planned.",
        "Drivers were asked to fit winter tyres and to keep to the main roads.",
        "A warm front from the west may bring rain and fog from {day2} on.",
        "Gardeners should cover figs and roses, an adviser of the botanical garden recommends.",
        "Schools stayed open, but sports in the afternoon were called off."),
    "Scientists in {town} find how moss survives drought": (
        "Researchers in {town} have found out how a common moss survives months without water, they write this week.",
        "The plant folds its leaves around a sugar that keeps the cells in shape, said {name}, who led the work.",
        "“We left it in a drawer for a year, and ten minutes after a few drops it was green,” she said.",
        "The team compared {n} species from {k} countries and read the genes of all of them.",
        "Breeders hope that wheat might be taught the same trick, though that will take years.",
        "{name2}, a botanist who took no part in the study, called it careful and a little surprising.",
        "The measurements were made with a microscope that the institute built itself.",
        "The work was paid for by the national fund and a foundation from {place}.",
        "Moss has no roots and drinks with its whole surface, which is why it grows on roofs.",
        "The data are open to everybody, and schools can order samples in spring.",
        "A second paper, on lichens, is to follow in the autumn.",
        "In the laboratory {k} students now look at the sugar under X-rays."),
    "{firm} presents cheaper battery for bicycles": (
        "{firm} presented a battery for bicycles on {day} that costs a third less and charges in {n} minutes.",
        "It does without cobalt and keeps nine tenths of its charge after {big} rounds, the company said.",
        "“We wanted something that a repair shop can open with two screws,” said engineer {name}.",
        "The first models will be in the shops in spring, made in a plant near {place}.",
        "Testers praised the weight of {k} kilograms and found fault with the display.",
        "{name2}, who runs a shop in {town}, has put {n} on order and says that customers keep asking.",
        "The patent office registered {k} inventions for it, among them a new seal.",
        "A rival, {firm2}, announced a similar product for next year.",
        "Old batteries are taken back, and the metals in them are used again.",
        "The software shows the range on a map and can be used without a telephone.",
        "The association of cyclists wants standards so that every charger fits every bicycle.",
        "Prices had gone up for {k} years in a row before the market turned."),
    "Court in {town} rules on noise from windmills": (
        "A court in {town} decided on {day} that {k} windmills near {place} must stand still at night in summer.",
        "Neighbours had complained of a hum that kept them awake, and had it measured by an expert.",
        "“The rule is clear, and it holds for everybody,” judge {name} said when she read out the decision.",
        "The operator, {firm}, can appeal within {k} weeks and has not said whether it will.",
        "Its lawyer, {name2}, argued that the turbines were quieter than the road beside them.",
        "In another case a man must pay back {n} thousand that he had obtained with forged receipts.",
        "The county had allowed the plant in the year when subsidies were highest.",
        "Each windmill feeds about {big} households, according to the operator.",
        "The ministry of the environment is working on limits for low tones, due by the end of the year.",
        "{name3}, who has kept bees there for {n} years, said she would miss the turning shadows.",
        "A settlement had failed in the spring since nobody wanted to pay for new gears.",
        "The court's reasons in writing are to follow on {day2}."),
    "Market hall of {town} turns one hundred": (
        "The market hall of {town} turns one hundred on {day}, and {n} stalls take part in the feast.",
        "“My grandmother sold eggs in this very corner,” said {name}, who sells cheese from {place}.",
        "A cook, {name2}, will stir a soup for {big} guests in a pot that the fire brigade has lent.",
        "The roof of iron and glass came by ship in {k} parts and was put together within a summer.",
        "On {day2} there will be a dance, with music by the town's brass band.",
        "The hall was to be torn down for a car park once, until {big} citizens stood in its way.",
        "Rents for stalls have stayed low, which the council sees as its gift to the town.",
        "An exhibition shows scales, posters and a ledger in which every pumpkin is noted.",
        "Bread, fish and honey are what people come for, a survey says, and for a chat.",
        "{name3} has written down the recipes of {n} stall holders in a book.",
        "A new oven for the bakery in the west wing cost {n} thousand.",
        "Dogs may come in on a lead, a sign at the gate says, and poets at any time."),
}
# What else goes on in a town; reports of it have no sentence in common.
_WHEN = ("On {day} morning", "Last week", "In the spring", "For the third time", "After the holidays",
         "Since the summer", "At the weekend", "Before the season", "During the festival", "On {day2} evening",
         "A year ago", "By the autumn")
_WHO = ("pupils", "the council", "volunteers", "a choir", "engineers", "shopkeepers", "members of the club",
        "the library", "a retired teacher", "students", "families", "the museum", "gardeners", "a cooperative",
        "cyclists", "an architect", "the orchestra", "two sisters")
_DID = ("opened", "repaired", "painted", "visited", "presented", "discussed", "measured", "planted", "restored",
        "praised", "postponed", "rented", "counted", "moved", "designed", "tested", "photographed", "described")
_THINGS = ("the old mill", "a reading room", "two footbridges", "the bus timetable", "a row of limes",
           "the town archive", "several greenhouses", "a collection of maps", "the swimming pool", "the north stand",
           "a new kitchen", "the evening course", "a playground", "the station clock", "a series of lectures",
           "the recycling yard", "the ice rink", "the tram depot", "a herb garden",
           "the market stalls", "a weather mast")
_WHERE = ("near {place}", "in {town}", "on the road to {place}", "beside the river in {town}", "at the edge of {place}",
          "opposite the town hall", "behind the station of {town}", "{k} kilometres from {town}",
          "in the {place} district")
_AFTER = ("after two years of planning", "and invited the neighbours", "although it rained",
          "with money from the lottery", "which cost {n} thousand", "while a band played", "as {name} had proposed",
          "for {big} guests", "", "", "", "")
# Words of harm in the ways in which ordinary news has them; nobody is harmed by anybody in the report's own time.
_PASSING = (
    "Striker {name} will miss {k} matches with a hurt ankle.",
    "{club} killed off the game with {k} goals after the break.",
    "{name2}, who founded the company, died in {town} last year at the age of 91.",
    "The minister's proposal is dead in the water, {name3} told a dozen supporters.",
    "The film tells of a detective who finds a body in a lake and nobody who misses it.",
    "“It was a shot in the dark, and it hit,” said {name}, who had joined the team two days before.",
    "The novel's heroine looks for her missing brother in the years after the war.",
    "{name4} recovered from a knee injury and trained with the others again.",
    "Heart disease remains the commonest cause of death for people over 60, doctors say.",
    "Fans were dying to see the band, and {n} of them slept in front of the box office.",
    "The strike hurt exporters most, said {name}, and two of them asked for help.",
    "A victim of its own success, the fair must turn away one in {k} exhibitors.",
    "“This rule will kill small shops,” {name2} told members of the chamber of commerce.",
    "The plan was to be buried quietly, {name3} said, but {k} councillors asked for it again.",
)
_LOOSELY = (
    "Of {n} members two lost their way, and one found a better one.",
    "{name3} lost interest after two meetings with parents.",
    "{name2} was shot in black and white by two students for a film about bakers.",
    "Two of the {n} members lost patience and left before the vote.",
    "{name} was taken to task by {k} councillors, who missed a word on schools.",
)


def ordinary(count: int, seed: int = SEED) -> Iterator[str]:
    """So many reports, always the same ones for a seed: headline, lead and paragraphs with blank lines between."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _report(chance)


def mixed(count: int, relevant: float, seed: int = SEED) -> Iterator[tuple[bool, str]]:
    """So many reports, of which this share tells of people harmed, spread evenly; True for those.

    They are those of `bench._mixed`, as long as the ordinary ones: reports of different happenings have no sentences in
    common, so that an archive has as many pairs to compare as it has copies.
    """
    harm, other = reports(count, seed, SENTENCES, SPEAKING), ordinary(count, seed)
    for number in range(count):
        told = int((number + 1) * relevant) > int(number * relevant)
        yield told, next(harm if told else other)


def _report(chance: random.Random) -> str:
    """About 450 words: headline, lead and some sentences of one topic, and what else goes on in town."""
    words = _words(chance)
    headline, (lead, *own) = chance.choice(sorted(_TOPICS.items()))
    sentences = chance.sample(own, OWN) + [_sentence(chance) for _ in range(3 * PARAGRAPHS - OWN)]
    chance.shuffle(sentences)
    for share, such in ((IN_PASSING, _PASSING), (LOOSELY, _LOOSELY)):
        if chance.random() < share:
            sentences[chance.randrange(len(sentences))] = chance.choice(such)
    told = [sentence.format(**words) for sentence in sentences]
    paragraphs = [lead.format(**words), *(" ".join(told[at:at + 3]) for at in range(0, len(told), 3))]
    return "\n\n".join((headline.format(**words), *paragraphs)) + "\n"


def _sentence(chance: random.Random) -> str:
    parts = (chance.choice(words) for words in (_WHEN, _WHO, _DID, _THINGS, _WHERE, _AFTER))
    return " ".join(part for part in parts if part).format(**_words(chance)) + "."


def _words(chance: random.Random) -> dict[str, str]:
    """What stands in the gaps."""
    day, day2 = chance.sample(_DAYS, 2)
    names = {name: f"{chance.choice(_FIRST)} {_invented(chance)}" for name in ("name", "name2", "name3", "name4")}
    town, place, firm = _invented(chance), _invented(chance), _invented(chance)
    return {
        **names, "day": day, "day2": day2, "town": town, "place": place, "club": f"{town} United",
        "club2": f"{place} Rovers", "firm": f"{firm} Works", "firm2": f"{_invented(chance)} & Sons",
        "n": str(chance.randint(12, 95)), "m": str(chance.randint(12, 95)), "k": str(chance.randint(2, 9)),
        "j": str(chance.randint(0, 1)), "big": str(chance.randint(200, 9000)),
    }


def _invented(chance: random.Random) -> str:
    return chance.choice(_STARTS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
