"""Invented reports, and the words that the grammars listen for."""

from __future__ import annotations

from functools import cache
from importlib import resources

WORDS = tuple("""
killed|dead|died|wounded|injured|missing|captured|displaced|bodies|deaths|casualties|toll|people|civilians|soldiers|
children|women|two|three|eleven|twelve|twenty-one|ninety-nine|hundred|thousand|million|dozens|scores of|hundreds of|
several|a few|at least|more than|up to|between|and|or|no fewer than|about|as many as|nobody|none|the|a|an|of|in|on|at|
said|told|wrote|according to|reported|claimed|denied|confirmed|added that|that|he|she|they|who|whose|which|by|from|
Monday|Tuesday|yesterday|last week|on 3 May 2031|May 3, 2031|03/05/2031|2031-05-03|since March|from 2 to 5 June|Easter|
the spring of 2031|Q2 2031|three days ago|overnight|at 14:30|two hours later|now|the 1990s|mid-May|noon|
the village of|the city of|province|district|region|near|north of|the town|Orvadell|Kareth|Port Sellin|Paris|London|
Saint-Denis|New York|the River Tarn|Mount Karsa|Al-Sarov|O'Dell|van der Merle|bin Tolvan|Mira Tolvan|Gen. Dario Kessim|
Mr|Mrs|Dr|President|Prime Minister|governor|spokesman|spokeswoman for|Ministry of Defence|the army|rebels|police|
United Nations|Reuters|AFP|(AP)|Telegram|Facebook|on Twitter|X|BBC|Médecins Sans Frontières|UHL|NATO|
shelling|air strike|airstrike|rocket|missile|drone|suicide bomber|car bomb|grenade|gunmen|ambush|ceasefire|curfew|siege|
hospital|school|market|bridge|destroyed|damaged|hit|struck|blamed|accused|responsibility|aged 7|24-year-old|his wife|
Advertisement|Read more|Share this|Photo:|Subscribe|Follow us|Copyright 2031|By Mira Tolvan|Related:|ORVADELL, May 3 -|
including|among them|of whom|of them|another|others|the rest|were|was|have been|had|being|not|no|never|but|while|because
""".replace("\n", "").split("|"))

HEADLINES = (
    "Fourteen killed as rockets hit Orvadell market, governor says",
    "At least 12 dead, dozens missing after ferry is shelled near Port Sellin",
)
REPORT = """Fourteen killed as rockets hit Orvadell market, governor says

ORVADELL, May 3 (Meridian) - At least 14 people, five of them children, were killed and more than 30 wounded when
rockets struck the covered market of Orvadell on Monday, the regional governor, Mira Tolvan, wrote on Telegram.

“There are dozens under the rubble,” Tolvan said. “We have counted fourteen bodies, and ‘that is not all’, a doctor
told me.”

The Free Hills Movement said two of its fighters died. Its spokesman, Gen. Dario Kessim, denied that it had fired "a
single rocket" and blamed the army's 3rd Brigade. Between 1 and 4 May, 120 people were killed in the province, according
to the United Nations. Twenty-one soldiers were captured; a 24-year-old woman and her two sons, aged 3 and 7, were
missing.

Advertisement

By Jana Orsted in Kareth. Follow us on Facebook. Read more: Talks in Saint-Denis put off until Thursday
"""
SHORT = (
    "Nobody was hurt.", "He said: \"She said: 'They said \"no\".'\"", "Killed: 12. Wounded: 30+ (8 critical).",
    "1,200-1,500 people fled Al-Sarov, 3 km north-east of Kareth, on the night of 2-3 May 2031.",
    "IT WAS US, SAYS ARMY",
    "two hundred and twenty-one thousand three hundred and four people", "from Monday to the first week of June",
    "Mr. A. B. C. Tolvan Jr., Ph.D., of the U.N.'s O.C.H.A.", "“‘«„nested”’»", "a\u0301 b\u200bc \u202ed e\u202c f",
    "Le gouverneur a dit que quatorze personnes sont mortes.", "Губернатор сказал: погибли четырнадцать человек.",
)


@cache
def reports() -> tuple[bytes, ...]:
    """Whole invented reports and short pieces."""
    sample = resources.files("stemma.sample")
    texts = [one.read_text(encoding="utf-8") for one in sorted(sample.iterdir(), key=lambda one: one.name)
             if one.name.endswith(".txt")]
    return tuple(text.encode() for text in (REPORT, *HEADLINES, *SHORT, *texts))
