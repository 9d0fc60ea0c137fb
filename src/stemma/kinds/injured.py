"""People injured or wounded, those treated in hospitals among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._harm import claims_of_harm
from stemma.kinds._lexicon import Lexicon
from stemma.model import Claim, Page, Statement

KIND = "injured"
LEXICON = Lexicon(
    harm="injured",
    participle="injured|wounded|hurt|maimed|burned|burnt|stabbed|hospitalised|hospitalized|treated|admitted|conceded|"
    "flown to|airlifted|taken to hospital|"
    "rushed to hospital|taken to hospitals|taken to the hospital|taken to a hospital|rushed to the hospital|"
    "transported to the hospital|rushed to hospitals|taken to a hospital|"
    "rushed to a hospital|shot and wounded|shot and injured|beaten|not expected to live|not expected to survive|"
    "transported to hospitals|transported to a hospital|seriously injured|seriously wounded|critically injured|"
    "critically wounded|seriously hurt|badly hurt|badly wounded|badly injured|lightly injured|lightly wounded|"
    "slightly injured|slightly wounded|severely injured|severely wounded|sickened|"
    "treated for injuries|being treated there for injuries|treated for gunshot wounds",
    active="took in|taking in|taken in|injure|wound|treating|treats|"
    "performed surgery on|tended to|tending to|caring for|cared for|"
    "injuring|wounding|injures|wounds|hurting|maiming|wounding of|injuring of|shooting and wounding",
    intransitive="being operated on|been operated on|operated on|undergoing surgery|in a coma|received wounds|"
    "received injuries|received * wounds|received * injuries|got * wounds|got * injuries|"
    "escaped with injuries|escaped with * injuries|suffered injuries|sustained injuries|"
    "suffered * wound|sustained * wound|suffered wounds|sustained wounds|suffered burns|"
    "suffered * injuries|suffered * wounds|suffered * burns|sustained * injuries|sustained * wounds|"
    "sustained * burns|"
    "among the wounded|among the injured|among those injured|among those wounded|in critical condition|"
    "in serious condition|in intensive care|in hospital|in a critical state|in a critical condition|"
    "in a serious condition|in stable condition|in a stable condition|fighting for their lives|fighting for his life|"
    "fighting for her life|needed treatment|received treatment|needed hospital treatment|needed surgery|"
    "undergoing treatment|receiving treatment|sought medical help|sought medical attention|sought medical care|"
    "sought medical treatment|sought medical assistance|sought treatment|sought hospital treatment|"
    "sought help from doctors|asked for medical help|turned to doctors|turned to medics|required treatment|"
    "required medical treatment|required medical attention|required medical care|required hospital treatment|"
    "needed medical treatment|needed medical attention|needed medical care|needed medical help|needed stitches|"
    "received medical help|received medical care|received medical attention|received medical treatment|"
    "fighting for life|asked for medical assistance|received medical assistance|needed medical assistance|"
    "required medical assistance|received a concussion|received concussions|received concussion|"
    "suffered a concussion|"
    "suffered smoke inhalation|suffered concussion|suffered concussions|suffered contusions|suffered fractures|"
    "suffered cuts|suffered shock|suffered shrapnel|"
    "among those hurt|among the hurt|"
    "among those treated|in a grave condition|in grave condition|"
    "on the operating table|battled to save|battling to save|fought to save|fighting to save",
    noun="injuries|injured people",
    title="number of injured|number of wounded|number of those injured|number of people injured|number injured|"
    "number of people wounded|number of the wounded|number of the injured|number wounded|number of those wounded|"
    "number of injuries",
    clinical="took in|taking in|taken in|fighting for life|"
    "in a grave condition|in grave condition|on the operating table|battled to save|battling to save|"
    "fought to save|fighting to save|performed surgery on|tended to|tending to|caring for|cared for|"
    "being operated on|been operated on|operated on|undergoing surgery|in a coma|treating|treats|"
    "in intensive care|in hospital|in a critical state|in a critical condition|in critical condition|"
    "in a serious condition|in serious condition|needed treatment|received treatment|fighting for their lives|"
    "flown to|airlifted|hospitalised|hospitalized|treated|admitted|conceded|being treated there for injuries|"
    "treated for injuries|not expected to live|not expected to survive|undergoing treatment|receiving treatment",
    custody="took in|taking in|taken in",
    people_only="took in|taking in|taken in|"
    "treating|treats|performed surgery on|tended to|tending to|caring for|cared for|burned|burnt|beaten",
)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """Claims of people injured."""
    return claims_of_harm(KIND, page, statements)
