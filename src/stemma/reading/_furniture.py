"""The words and shapes by which furniture is known: general patterns of news sites, none drawn from a single site."""

from __future__ import annotations

import re

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|"
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})"
)
_DATE = re.compile(DATE, re.IGNORECASE)
_TIME = re.compile(
    rf"(?i)\b(?:\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?\s*(?:[ap]\.?m\.?)?|\d{{1,2}}\s*[ap]\.?m\.?|{WEEKDAY}|"
    r"GMT|UTC|BST|E[SD]T|P[SD]T|C[SE]?[SE]?T|T\d{2}:\d{2}\S*)(?!\w)"
)
LEADING_DATE = re.compile(
    r"(?i)(?:date|published|posted|updated|last updated|issued)(?:\s+on)?[:\s]\s*"
    rf"{DATE}(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}})?\S*)?\s+(?=\S)"
)

# Picture agencies and stock archives; a credit names one of them or says "photo by".
AGENCIES = (
    r"(?:AFP|AP|EPA(?:-EFE)?|EFE|Reuters|REUTERS|Getty(?: Images)?|GETTY(?: IMAGES)?|Xinhua|Anadolu(?: Agency)?|"
    r"Shutterstock|Bloomberg|ZUMA(?: Press)?|TASS|Tass|Sputnik|DPA|dpa|ANSA|Alamy|PA(?: Wire| Images)?|NurPhoto|"
    r"Magnum(?: Photos)?|UPI|Rex(?: Features)?|SOPA Images|Handout|handout|Associated Press|Agence France-Presse|"
    r"AP Photo|Planet Labs|Maxar(?: Technologies)?|iStock|Ukrinform|Kyodo|Yonhap)"
)
_NAMES = r"[A-ZÀ-Þ](?:[\w’'-]{1,30}|\.)(?: (?:[A-ZÀ-Þ](?:[\w’'-]{0,30}|\.)|al|de|van|von|der|bin)){0,4}"
CREDIT_TAIL = re.compile(
    rf"(?:^|(?<=[\s.!?”\"’')\]]))(?P<credit>"
    rf"(?:©|\(c\))\s*[^.\]]{{2,80}}(?=\]?$)|"
    rf"\((?:AP Photo|Photo|Courtesy|Image|Picture|Credit|Handout)\b[^()]{{0,90}}\)(?=$)|"
    rf"\((?:[^()]{{0,60}}[/,] ?)?{AGENCIES}(?:[/,] ?[^()]{{0,60}})?\)(?=$)|"
    rf"{_NAMES}\s?(?:/|[–—-]|\||via|for|,)\s?{AGENCIES}(?:\s?(?:/|[–—-]|\||,|via)\s?{AGENCIES})*(?=$)"
    r")"
)
LABELLED_CREDIT = re.compile(
    r"(?:^|(?<=[\s.!?”\"’')\]]))(?P<credit>(?:Photo(?:graph)?s?|Image|Picture|Credit|Video)"
    r"(?: credit| by| courtesy of)?:? ?(?:[A-Z©]|via |courtesy )(?:[^.!?]|(?<=\b[A-Z])\.){1,80}\.?)$"
)
_CREDIT_WORD = r"(?:[A-ZÀ-Þ][\w.’'-]*|/|via|for|archive|handout|file|supplied|courtesy|of|and|by|the|[–—&,|-]|©)"
_PLAIN_CREDIT = re.compile(
    r"\[?(?:Photo(?:graph)?s?|Image|Picture|Credit|Video|Illustration|Cover (?:photo|image))"
    rf"(?: credits?| by| courtesy of)?: ?{_CREDIT_WORD}(?:[ /]{{1,3}}{_CREDIT_WORD}){{0,9}}\]?(?:$|\. .{{0,120}}$)"
)
_BARE_CREDIT = re.compile(
    rf"(?:©\s*)?{_NAMES}\s?(?:/|[–—-]|via)\s?{AGENCIES}(?:\s?(?:/|[–—-]|via)\s?{AGENCIES})*$|"
    r"(?:--|—|–)\s?(?:[A-Z][\w’'-]*\s?){1,4}(?:news agency|staff|wire(?: services)?|correspondents?)?$"
)
_PEOPLE = r"[A-ZÀ-Þ][\w.’'-]*(?:,? (?:and )?[A-ZÀ-Þ][\w.’'-]*| in| of){0,16}"
_CREDIT_SENTENCE = (
    rf"(?:{_PEOPLE} (?:reported|contributed|reporting|writing|was reporting) (?:from|to|in)\b[^.]{{2,80}}\.?|"
    rf"(?:(?:Additional |With )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Tt]ranslation|research) "
    r"(?:by|from|for)\b[^.]{2,120}\.?))"
)
CREDIT_PARAGRAPH = re.compile(rf"[(\[]?(?:{_CREDIT_SENTENCE}\s*){{1,6}}[)\]]?$")

_END = r"\s*[:.!…»>]*\s*$"
HEADERS = re.compile(
    r"(?i)(?:(?:read|see) (?:also|more|next)|also read|"
    r"related(?: stories| articles?| news| content| coverage| topics)?|"
    r"more (?:stories|news|from .{2,40}|on this story|like this)|you (?:may|might)(?: also)? (?:like|be interested in)|"
    r"don[’']t miss|most (?:read|popular|viewed)|recommended(?: (?:for you|stories|reading))?|trending(?: now)?|"
    r"further reading|what to read next|latest news|top stories|editors?[’']s? (?:picks|choice)|in other news)"
    + _END
)
_RELATED = (
    r"(?i)(?:(?:read|see|watch|listen) (?:also|more|next)|also (?:read|on|in)|related(?: stor(?:y|ies)| articles?)?|"
    r"more (?:from|on) [^:.]{2,40}|you (?:may|might)(?: also)? like|don[’']t miss|most (?:read|popular|viewed)|hot now|"
    r"trending(?: now)?|recommended|further reading|up next)\s?[:|>»]\s?\S.{2,220}$"
)
# Checked in order on one whole line; each pattern is anchored at the line's start by match().
LINE_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("advert", re.compile(
        r"(?i)(?:-+ ?)?(?:advert(?:isements?|s|ising|orial)?|sponsored(?: content| by .{2,40})?|promoted)(?: ?-+)?"
        r"(?:\s*[-–—:|/]\s*(?:scroll|story|continue|article|content|skip|report|read).{0,60})?" + _END)),
    ("advert", re.compile(
        r"(?i)(?:scroll (?:down )?to continue|(?:story|article|content) continues (?:below|after)|advertise with us|"
        r"skip advert).{0,60}$|classifieds?:|remove ads?\b.{0,40}$")),
    ("notice", re.compile(
        r"(?i)(?:IE ?\d+|internet explorer|(?:this|your) browser)\b.{0,60}"
        r"(?:not|no longer|does not|doesn[’']t) (?:be )?support|"
        r"(?:please )?(?:enable|turn on) javascript|javascript (?:is|must be) |(?:this|our) (?:web)?site uses cookies|"
        r"we(?: and our partners)? use cookies|we value your privacy|accept (?:all )?cookies|"
        r"cookie (?:policy|settings)|"
        r"by (?:using|continuing to (?:use|browse)) (?:this|our) |automatic(?:ally)? translat(?:ion|ed)\b|"
        r"machine translat(?:ion|ed)\b|all rights reserved|copyright (?:©|\(c\)|\d{4})|(?:©|\(c\)) ?(?:copyright )?"
        r"(?:\d{4} )?[A-Z][^.]{1,50}(?:[.,] .{0,80})?$|terms (?:of|and) (?:use|conditions|service)|privacy policy|"
        r"this (?:article|story|page) (?:was|is|has been) (?:originally |first )?"
        r"(?:published|posted|reproduced|syndicated)|"
        r"for more information,? (?:visit|click|see) |page not found|loading\.{3}")),
    ("comments", re.compile(
        r"(?i)(?:leave (?:a|your) (?:reply|comment)|(?:post|add|write) a comment|\d+ comments?|comments? ?(?:\(\d+\)|"
        r"(?:are )?(?:closed|off))|view (?:all )?comments|join the (?:conversation|discussion)|be the first to comment|"
        r"your email address will not be published.{0,80}|cancel reply|comments?)" + _END)),
    ("other", re.compile(r"(?i)(?:source|original|via|permalink) (?:link|article|url)" + _END)),
    ("donation", re.compile(
        r"(?i)(?:if you (?:would like|want|wish) to (?:donate|help|support)|"
        r"(?:please )?donate (?:now|here|today|to (?:us|our))|"
        r"(?:please )?support (?:us|our (?:work|journalism)|independent|the [A-Z]\w+ (?:from|today|with))|"
        r"like what you(?:[’']re)? read(?:ing)?\?|make a (?:donation|contribution)|"
        r"your (?:support|donation|contribution) |"
        r"become a (?:member|patron|supporter|subscriber)|click here (?:to|for) )")),
    ("donation", re.compile(
        r"(?i)(?:subscribe(?: now| today| here| to (?:our|the) .{0,60}| from .{0,40})?(?:[:!] .{0,80})?" + _END
        + r"|(?:get|sign up (?:for|to)|join) (?:the|our) .{0,60}"
        r"(?:newsletter|briefing|e-?mails?|alerts?|channel)\b.{0,100}$|"
        r"(?:our |the |free |daily |weekly )?newsletters?\s?[:!].{0,120}$|sign up (?:for|to|here|now|today).{0,100}$|"
        r"follow (?:us|[A-Z].{1,40}) on (?:x|twitter|facebook|telegram|whatsapp|instagram|google news|youtube).{0,80}$|"
        r"(?:download|get) (?:the|our) .{0,30}app\b.{0,80}$)")),
    ("topics", re.compile(
        r"(?i)(?:topics?|tags?|tagged|keywords?|filed under|categor(?:y|ies)|more (?:about|on)|"
        r"in this (?:story|article))\s?:\s?.{2,300}(?<![.!?])$")),
    ("related", re.compile(_RELATED)),
    ("related", HEADERS),
    ("share", re.compile(
        r"(?i)(?:share (?:this|on|via|with)\b(?: (?:story|article|brief|page|post|report|item))?.{0,4}"
        r"(?:$|[:|]?.{0,80}(?:facebook|twitter|telegram|whatsapp|e?-?mail|print|copy|link|\|)))")),
    ("other", re.compile(r"(?i)(?:founded|established|est\.?|since)(?: in)? \d{4}" + _END)),
)

_BAR_WORDS = frozenset(
    "share tweet email e-mail mail print subscribe sign in up log login register facebook twitter whatsapp "
    "telegram x linkedin reddit pinterest instagram youtube messenger copy link save bookmark menu home search "
    "skip to content main navigation back top next previous close open comments comment follow us more news world "
    "sport sports business politics opinion culture tech weather video videos live e-paper epaper newsletter "
    "contact about account my the and accept all reject settings manage ok".split()
)
_BAR_MARKS = frozenset(
    "share tweet subscribe sign log login menu home search skip print copy accept newsletter".split()
)


def is_link_bar(text: str) -> bool:
    """A row of links: "Home | World | Sport", "Share Tweet Email"."""
    if len(text) > 200 or text[-1] in ".!?":
        return False
    cells = [cell.strip() for cell in re.split(r"\s[|·•/]\s|\|", text)]
    if len(cells) >= 4 and all(len(cell.split()) <= 4 for cell in cells):
        return True
    words = re.findall(r"[\w-]+", text.casefold())
    if not words or len(words) > 14:
        return False
    return all(word in _BAR_WORDS for word in words) and (
        len(set(words) & _BAR_MARKS) > 0 and (len(words) > 1 or words[0] in ("menu", "subscribe", "search"))
    )


_DATELINE_WORDS = frozenset(
    "by staff at on the of and in published updated posted modified last edition date first issue no weekend "
    "morning evening local time reporter writer desk min read ago".split()
)


def is_dateline(text: str) -> bool:
    """A line that gives the day of publication, perhaps with the outlet's name, a town or an hour."""
    if len(text) > 120 or not _DATE.search(text):
        return False
    words = re.findall(r"[^\W\d_][\w’'.-]*", _TIME.sub(" ", _DATE.sub(" ", text)))
    plain = [word for word in words if word.casefold().strip(".") not in _DATELINE_WORDS]
    return len(plain) <= 6 and all(word[0].isupper() for word in plain)


_OUR_WRITERS = re.compile(
    r"(?:From|By) (?:our|a|the|staff|wire)\b.{0,80}(?:correspondents?|reporters?|staff|desk|writers?|agenc)"
)


def is_byline(text: str) -> bool:
    """A line that names the writers or says where they write from."""
    if len(text) > 140 or text[-1] in ".!?:;":
        return False
    if _OUR_WRITERS.match(text):
        return True
    if re.match(r"(?:[A-Z]\w+,? ){1,4}with (?:additional )?reporting by [A-Zt]", text):
        return True
    if not re.match(r"(?:[Bb]y|BY|Written by|Story by|Report by|Words by) [A-ZÀ-Þ]", text):
        return False
    rest = re.sub(rf"(?i)\b(?:{WEEKDAY})\b", "", text.split(" ", 1)[1])
    words = re.findall(r"[^\W\d_][\w’'-]*", rest)
    small = {"and", "in", "of", "for", "at", "the", "al", "de", "van", "von", "der", "bin", "with", "from", "by"}
    roles = {"correspondent", "reporter", "editor", "staff", "writer", "foreign", "defence", "defense", "security"}
    return len(words) <= 18 and all(w[0].isupper() or w in small or w.casefold() in roles for w in words)


_OUTLET_WORD = re.compile(
    r"(?i)(?:news|post|times|herald|courier|monitor|observer|sun|review|digest|today|weekly|daily|tribune|gazette|star|"
    r"guardian|telegraph|standard|chronicle|journal|press|wire|brief|agency|tv|radio|online|mail|express|mirror|globe|"
    r"dispatch|bulletin|echo|argus|examiner|inquirer|reporter|record|register|sentinel|voice|world|network|media|"
    r"morning|evening|report|insider|independent|citizen|leader|nation|republic|argus|mercury|advertiser|magazine)$"
)


def is_masthead(text: str) -> bool:
    """A newspaper's or site's name, perhaps with a section or a motto: "The Harbour Post / World"."""
    if len(text) > 70 or text[-1] in ".!?:":
        return False
    name = re.split(r"\s[|/·•–—-]\s", text, maxsplit=1)[0].strip()
    words = name.split()
    if not 1 <= len(words) <= 5:
        return False
    if len(words) == 1 and re.fullmatch(r"[A-Z][a-z]+[A-Z]\w*|[A-Za-z]+24|[a-z0-9-]+\.(?:com|org|net|info|news)", name):
        return True
    titled = all(word[0].isupper() or word[0].isdigit() or word in ("of", "the", "and", "&") for word in words)
    core = [word for word in words if not word.isdigit()]
    return titled and bool(core) and bool(_OUTLET_WORD.match(core[-1])) and len(core) >= 2


def is_plain_credit(text: str) -> bool:
    """A line that is nothing but a credit, perhaps with a note on the outlet after it."""
    return len(text) <= 240 and bool(_PLAIN_CREDIT.match(text) or (len(text) <= 90 and _BARE_CREDIT.match(text)))


_PLACE_DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ’'.-]+(?:[ /-][A-ZÀ-Þ][A-ZÀ-Þ’'.-]+){0,3})(?:, (?:[A-Z][\w.’'-]+ ?){1,3})?"
    rf"(?:, (?:{WEEKDAY}, )?(?:{MONTH}\.? \d{{1,2}}|\d{{1,2}} {MONTH}\.?)(?:,? \d{{4}})?)?\s?"
    r"(?:\((?:[A-Z][\w./’' -]{1,30})\)\s?(?:-{1,2}|[–—:])\s?|(?:-{2}|[–—]|\s-\s)\s?(?=[A-Z\"“])|"
    r"\.\s(?=[A-Z][a-z]+ [a-z]))"
)


def place_dateline(start: str) -> int:
    """Length of an agency's dateline at the start of a paragraph ("ADEN (Agency) - "), or 0."""
    found = _PLACE_DATELINE.match(start)
    if not found or len(found.group().split()[0].strip(".,")) < 4:
        return 0
    return len(found.group().rstrip())
