"""The words that say that something is said, and what may stand around them.

Frames of a verb, one letter each:
  c  a clause may follow without "that":         officials said the bridge was hit
  t  a clause with "that" may follow:            officials warned that the bridge ...
  q  quoted words may follow or go before
  p  may stand after what is said:               The bridge was hit, officials said
  i  the speaker may follow:                     ..., said an official
  o  an object says what is said or asked:       the army denied the strike
  n  an infinitive may follow:                   the rebels vowed to return
  a  a person or outlet told may follow:         she told Reuters ...
Broad lists of English reporting verbs; the forms are written out, so that nothing is guessed from an ending.
"""

from __future__ import annotations

from typing import NamedTuple


class Verb(NamedTuple):
    """A form of a reporting verb."""

    lemma: str
    frames: str
    form: str  # "base", "s", "past" or "ing"


_SPECS = """
say says said saying ctqpi
tell tells told telling ctqpa
add adds added adding tqpi
claim claims claimed claiming ctqpio
state states stated stating ctqpi
report reports reported reporting tqpi
announce announces announced announcing tqpio
confirm confirms confirmed confirming tqpo
deny denies denied denying to
warn warns warned warning tqpia
note notes noted noting tqpi
insist insists insisted insisting ctqpi
explain explains explained explaining tqpi
argue argues argued arguing ctqpi
estimate estimates estimated estimating ctpo
predict predicts predicted predicting tqp
believe believes believed believing ctp
think thinks thought thinking ctp
allege alleges alleged alleging ctqp
acknowledge acknowledges acknowledged acknowledging tqpo
admit admits admitted admitting tqp
assess assesses assessed assessing t
corroborate corroborates corroborated corroborating o
stress stresses stressed stressing tqp
emphasise emphasises emphasised emphasising tqp
emphasize emphasizes emphasized emphasizing tqp
underline underlines underlined underlining tqp
declare declares declared declaring tqpio
reiterate reiterates reiterated reiterating tqpo
repeat repeats repeated repeating tqpo
maintain maintains maintained maintaining tqp
contend contends contended contending tqp
suggest suggests suggested suggesting tqp
indicate indicates indicated indicating tqp
reveal reveals revealed revealing tqp
disclose discloses disclosed disclosing tqp
write writes wrote writing tqpi
tweet tweets tweeted tweeting tqpi
post posts posted posting tqpi
reply replies replied replying tqpi
answer answers answered answering qpi
respond responds responded responding tqpi
recall recalls recalled recalling tqpi
recount recounts recounted recounting tqpi
conclude concludes concluded concluding tqpi
find finds found finding t
hear hears heard hearing t
learn learns learned learning t
caution cautions cautioned cautioning tqpi
complain complains complained complaining tqp
concede concedes conceded conceding tqp
assert asserts asserted asserting tqp
affirm affirms affirmed affirming tqp
testify testifies testified testifying tqp
remark remarks remarked remarking tqpi
comment comments commented commenting qpi
observe observes observed observing tqpi
joke jokes joked joking qpi
quip quips quipped quipping qpi
lament laments lamented lamenting tqpi
shout shouts shouted shouting qpi
cry cries cried crying qpi
boast boasts boasted boasting tqpi
hint hints hinted hinting t
fear fears feared fearing ctp
hope hopes hoped hoping ct
expect expects expected expecting t
agree agrees agreed agreeing t
speculate speculates speculated speculating tp
assure assures assured assuring ta
inform informs informed informing tapi
communicate communicates communicated communicating tqp
remind reminds reminded reminding ta
notify notifies notified notifying ta
demand demands demanded demanding tqpo
require requires required requiring o
ask asks asked asking qpio
urge urges urged urging tqpo
beg begs begged begging qpo
plead pleads pleaded pleading tqp
order orders ordered ordering o
instruct instructs instructed instructing o
accuse accuses accused accusing o
blame blames blamed blaming o
condemn condemns condemned condemning o
denounce denounces denounced denouncing o
criticise criticises criticised criticising o
criticize criticizes criticized criticizing o
praise praises praised praising o
reject rejects rejected rejecting o
dismiss dismisses dismissed dismissing o
dispute disputes disputed disputing o
refute refutes refuted refuting o
describe describes described describing o
call calls called calling o
put puts put putting o
count counts counted counting o
register registers registered registering o
record records recorded recording o
identify identifies identified identifying o
enrol enrols enrolled enrolling o
document documents documented documenting to
verify verifies verified verifying to
cite cites cited citing o
speak speaks spoke speaking o
talk talks talked talking o
point points pointed pointing o
vow vows vowed vowing tqpn
pledge pledges pledged pledging tqpn
promise promises promised promising tqpn
threaten threatens threatened threatening tn
appeal appeals appealed appealing o
propose proposes proposed proposing to
recommend recommends recommended recommending to
imply implies implied implying t
realise realises realised realising t
realize realizes realized realizing t
know knows knew knowing t
understand understands understood understanding t
worry worries worried worrying t
show shows showed showing t
reckon reckons reckoned reckoning ctpi
suspect suspects suspected suspecting t
doubt doubts doubted doubting t
swear swears swore swearing tqpn
confess confesses confessed confessing tqp
mention mentions mentioned mentioning tqp
clarify clarifies clarified clarifying tqp
specify specifies specified specifying tqp
elaborate elaborates elaborated elaborating qp
counter counters countered countering tqpi
retort retorts retorted retorting qpi
continue continues continued continuing qpi
exclaim exclaims exclaimed exclaiming qpi
whisper whispers whispered whispering qpi
scream screams screamed screaming qpi
relate relates related relating qpi
attest attests attested attesting t
certify certifies certified certifying t
determine determines determined determining t
establish establishes established establishing t
signal signals signalled signalling t
advise advises advised advising tqp
attribute attributes attributed attributing o
deplore deplores deplored deploring o
decry decries decried decrying o
own owns owned owning o
withdraw withdraws withdrew withdrawing o
retract retracts retracted retracting o
express expresses expressed expressing o
voice voices voiced voicing o
give gives gave giving o
raise raises raised raising o
revise revises revised revising o
lower -lowers lowered lowering o
update -updates updated updating o
rage rages raged raging qpi
sob sobs sobbed sobbing qpi
weep weeps wept weeping qpi
sigh sighs sighed sighing qpi
snap snaps snapped snapping qpi
fume fumes fumed fuming qpi
yell yells yelled yelling qpi
mutter mutters muttered muttering qpi
thunder thunders thundered thundering qpi
name -names named naming o
list -lists listed listing o
"""


def _forms() -> dict[str, Verb]:
    forms: dict[str, Verb] = {}
    for line in _SPECS.split("\n"):
        if not line:
            continue
        base, present, past, ing, frames = line.split()
        for word, form in ((past, "past"), (base, "base"), (present, "s"), (ing, "ing")):
            if word[0] != "-":  # a form that is nearly always a noun: "names", "lists"
                forms.setdefault(word, Verb(base, frames, form))
    forms["read"] = Verb("read", "q", "past")
    forms["spoken"] = Verb("speak", "o", "past")
    forms["written"] = Verb("write", "tqpi", "past")
    forms["known"] = Verb("know", "t", "past")
    return forms


VERBS: dict[str, Verb] = _forms()

AUXILIARIES = frozenset(
    "is are was were be been being has have had having will would can could may might must shall should do does "
    "did cannot 's 've 'd n't not never don't doesn't didn't won't wouldn't can't couldn't hasn't haven't hadn't "
    "isn't wasn't aren't weren't".split()
)
BE = frozenset("is are was were be been being".split())
# Words that may stand between a speaker and the verb.
BETWEEN = AUXILIARIES | frozenset(
    "also later again repeatedly always earlier then still already further never previously initially first "
    "recently separately only just even now today yesterday once both all each either himself herself itself "
    "themselves since though however meanwhile often long now simply to".split()
)
TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "yesterday today tonight earlier later late early afterwards afterward again recently morning afternoon "
    "evening night noon midnight midday day week month year weekend this last next january february march april "
    "may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec "
    "a.m p.m am pm gmt utc local time on at in the of ago hours days minutes hour separately here there shortly "
    "before dawn".split()
)
PREPOSITIONS = frozenset(
    "of for in at from to on with near by about against among around between during inside into outside over "
    "through towards toward under upon within without across along behind beyond via after before since until "
    "like than per despite amid following including according".split()
)
# Words that begin another clause or stand before one; a speaker's name never runs over them.
BREAKS = frozenset(
    "that but while because although though when where if whether as since so yet nor or unless until whereas why "
    "how what whose which who whom".split()
)
DETERMINERS = frozenset(
    "the a an his her its their our my your this that these those one two three four five six several some many "
    "both all another other most no each every few dozens hundreds".split()
)
CONNECTIVES = frozenset(
    "but and so or yet meanwhile however also still then thus therefore moreover furthermore besides instead "
    "earlier later separately fortunately unfortunately nevertheless nonetheless similarly indeed now though "
    "for".split()
)
# A comma and one of these end what somebody said: the outlet goes on in its own words.
TAIL_WORDS = frozenset(
    "despite although though without calling quoting raising prompting sparking adding saying citing according "
    "triggering fuelling fueling leaving drawing contradicting echoing whereas".split()
)
# Forms in -ed that are adjectives in news prose and no verb of the sentence.
ADJECTIVES = frozenset(
    "armed united allied retired so-called wounded displaced injured detained unnamed alleged occupied besieged "
    "combined elected appointed disputed unmanned hundred red ed unconfirmed related limited increased armoured "
    "armored".split()
)
# Participles that describe the noun before them: "a list kept at the mosque".
PARTICIPLES = frozenset("kept held made led run seen known sent built taken told shown given written done".split())
# Finite verbs that are often seen and that no ending gives away.
IRREGULAR = frozenset(
    "died bore tore drew ate woke "
    "went came took made gave got saw fell held left lost began broke brought built bought caught chose cut drove "
    "fought fled flew found grew hit kept knew led lay met paid ran rose sat sent set shot shut stood stole "
    "struck told thought threw won wore became dug fell spoke sent hid rode rang sank swept withdrew bled lit "
    "dealt slept felt says goes comes takes makes gives gets sees falls holds leaves loses begins breaks brings "
    "keeps knows leads lies meets runs rises sends sets stands strikes thinks wins becomes remains stays seems "
    "appears lives works helps shows continues".split()
)
