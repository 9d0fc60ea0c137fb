"""People killed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._harm import claims_of_harm
from stemma.kinds._lexicon import Lexicon
from stemma.model import Claim, Page, Statement

KIND = "killed"
LEXICON = Lexicon(
    harm="killed",
    participle="destroyed|killed|slain|murdered|massacred|slaughtered|executed|beheaded|assassinated|lynched|martyred|"
    "shot dead|"
    "shot and killed|shot to death|gunned down|beaten to death|burned to death|burnt to death|stabbed to death|"
    "hacked to death|crushed to death|neutralised|neutralized|eliminated|liquidated|buried|stabbed and killed|"
    "wiped out|fatally shot|fatally wounded|fatally injured|fatally stabbed|electrocuted|drowned|mowed down",
    active="could not save|couldn't save|unable to save|failed to save|not able to save|powerless to save|"
    "elimination of|killing|kills|kill|slaying|slays|murdering|executing|beheading|massacring|"
    "claimed the lives of|"
    "claiming the lives of|claims the lives of|took the lives of|taking the lives of|cost the lives of|"
    "costing the lives of|lives of|death of|deaths of|killing of|killings of|murder of|murders of|massacre of|"
    "slaughter of|execution of|body of|bodies of|corpses of|remains of|shooting dead|leaving dead|lost|losing|"
    "shooting and killing|neutralising|neutralizing|gave death to|caused the death of|caused the deaths of|"
    "put to death|wiping out|have buried|has buried|has now buried|gunning down|loss of|"
    "reported dead|slayings of|slaying of|shooting death of|shooting deaths of|fatal shooting of|fatal shootings of|"
    "fatal stabbing of|claimed the life of|claiming the life of|claims the life of|took the life of|"
    "taking the life of|cost the life of",
    intransitive="died|dies|die|dying|perished|perish|have expired|had expired|has expired|had since expired|"
    "have since expired|lost their lives|lost his life|lost her life|lose their lives|losing their lives|"
    "lost their life|succumbed|passed away|lost * fight for life|lost * battle for life|did not survive|"
    "did not make it|could not be saved|paid with their lives|paid with his life|paid with her life|"
    "lie dead|lay dead|bled to death|burnt alive|burned alive|"
    "among the dead|among those killed|among the deceased|among the victims|between the dead|met their deaths|"
    "met their death|drown|suffocated|were dying|are dying|froze to death|starved to death|"
    "was buried yesterday|were buried on|lost lives|"
    "never made it|fell in battle|fell in combat|fell in action|fell fighting|among those who died|"
    "among those who were killed|among those who perished|among the fatalities|"
    "did not get up|never got up|did not wake|never woke|did not wake up|"
    "never woke up|will not wake up|never came home|did not come home|will never come home|will not come home|"
    "never came back|did not live|was lost in|were lost in|was lost on|were lost on|was lost to|were lost to|"
    "have not survived|has not survived",
    state="dead|deceased|lifeless",
    noun="martyrs|deaths|death|fatalities|fatality|bodies|corpses|lives|dead bodies|killings|coffins|names|"
    "fresh graves|new graves|freshly dug graves|lifeless bodies|body bags|"
    "covered stretchers|shrouded stretchers|draped stretchers|covered bodies|shrouded bodies|"
    "sheeted bodies|shrouded forms|shrouds",
    title="death toll|toll|death count|body count|tally of persons slain|number of dead|number of deaths|"
    "number of fatalities|number of those killed|number of people killed|number of people dead|number of killed|"
    "number of civilians killed|number of persons killed|number killed|number of the dead|number of victims|"
    "count of the dead|number of soldiers killed|number of civilian deaths|number of people who died",
    custody="destroyed",
    people_only="destroyed|never made it|fell in battle|fell in combat|fell in action|fell fighting|"
    "wiped out|wiping out|did not survive|did not make it|could not be saved|did not get up|never got up|"
    "did not wake|never woke|did not wake up|never woke up|will not wake up|never came home|did not come home|"
    "will never come home|will not come home|never came back|did not live|was lost in|were lost in|was lost on|"
    "were lost on|was lost to|were lost to|"
    "lost|losing|buried|drowned|eliminated|loss of|have buried|has buried|has now buried|lives of",
)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """Claims of people killed."""
    return claims_of_harm(KIND, page, statements)
