"""Which language a text is in, told from its script and its commonest words. No model, no download.

It serves one decision: whether the English rules may read a text. Where a text says too little, the answer is None,
and the text is read.
"""

from __future__ import annotations

import re
from collections import Counter

_SAMPLE = 10_000  # code points from the start, and from the middle of longer texts: constant time for a book
_FEWEST_WORDS = 8  # fewer words than this say nothing
_FEWEST_HITS = 3  # common words that must be seen before a Latin-script language is named
_SPARSEST = 12  # one word in so many must be a common one; running text has one in two to five

_BEYOND_LATIN = re.compile("[^\\0-\u036f]")
# First and last code point of a block, and the language that a text mostly in that script is taken to be in.
_SCRIPTS = (
    (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "cyrillic"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "arabic"), (0x0750, 0x077F, "arabic"), (0x0900, 0x097F, "hi"), (0x0980, 0x09FF, "bn"),
    (0x0A80, 0x0AFF, "gu"), (0x0A00, 0x0A7F, "pa"), (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"),
    (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si"), (0x0E00, 0x0E7F, "th"),
    (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"), (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"),
    (0x3040, 0x30FF, "ja"), (0x4E00, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"),
)
# Letters that one language of a script has and its neighbours lack.
_CYRILLIC = (("uk", "іїєґІЇЄҐ"), ("ru", "ыэъёЫЭЪЁ"), ("sr", "ђћџљњЂЋЏЉЊ"))
_ARABIC = (("ur", "ٹڈڑےں"), ("ps", "ټډړښځڅ"), ("fa", "پچژگ"))

# Words that are common in one language and rare or absent in the others listed.
_COMMON = {
    "en": "the of and to in that was were is for with by from said has have had after at on it they which who but not",
    "fr": "le les des du une est dans pour que qui sur par avec au aux pas plus ont été selon cette ses la de et",
    "es": "el los las del una en por que con para al su como más fue han según este esta sus y se lo la de",
    "pt": "os das dos do da uma em por que com para ao não mais foi são segundo seu sua pelo pela na no e de",
    "it": "il gli della dei delle di che per una sono con nel alla dal più anche è stato hanno secondo la e un",
    "de": "der die das und den von mit ist im dem nicht ein eine auf für sich auch wurden wurde nach bei des zu",
    "nl": "de het een van en dat op zijn voor met niet aan er door bij ook werd naar uit maar heeft in",
    "sv": "och att det som på är av för med den till inte ett har var från efter de om en",
    "da": "og at det som på er af for med den til ikke et har var fra efter de om en blev",
    "pl": "w i na że do się nie jest przez po od za są było został oraz jak dla",
    "cs": "na se že do je to po ze jsou byl podle při pro také který",
    "ro": "și de la în a cu pe din care este au fost pentru nu un o că s-a lui după",
    "tr": "ve bir bu için ile da de olarak olduğu çok daha sonra kadar gibi göre ise en",
    "id": "yang dan di dari dengan untuk pada ini itu dalam tidak akan telah oleh juga ke ada",
    "sw": "ya wa na kwa ni katika za la kuwa hiyo watu cha vya baada huo alisema",
    "so": "ka oo iyo ku in la waxaa uu ayaa ay soo si kale waa",
    "ha": "da na ya a ta ne su cikin wani wata domin kuma yin aka",
    "sq": "dhe të në për një që nga me është së më janë ka",
    "sh": "je u i na se da su za od koji iz nije kao bi što ili",
    "hu": "a az és hogy nem egy is volt meg el ez csak már még után szerint",
    "vi": "và của là có các trong được cho không người với này đã một những",
}
_LANGUAGES: dict[str, list[str]] = {}  # of each common word, those in which it is one
for _lang, _words in _COMMON.items():
    for _word in set(_words.split()):
        _LANGUAGES.setdefault(_word, []).append(_lang)
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u00a0\u00a3\u00ab\u00bb\u2010-\u2027\u20ac]+")  # beyond ASCII, and no letters
_ASCII_WORDS = bytes(code if chr(code).isalpha() else 32 for code in range(128)) + bytes(128)


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language that a text's beginning and middle are mostly in, None where unclear."""
    middle = len(text) // 2
    sample = text[:_SAMPLE] + text[max(middle, _SAMPLE) : middle + _SAMPLE]
    letters = Counter(_script(char) for char in _BEYOND_LATIN.findall(sample) if char.isalpha())
    if not letters:  # as in most texts: no need to look at every letter
        return _by_common_words(sample)
    letters["latin"] = sum(map(str.isalpha, sample)) - letters.total()
    script, count = max(sorted(letters.items()), key=lambda pair: pair[1])
    if script == "latin":
        return _by_common_words(sample)
    if count < 2 * _FEWEST_WORDS:
        return None
    if letters.get("ja", 0) * 20 > letters.total() and script in ("zh", "ja"):
        return "ja"
    return _within_script(script, sample)


def _script(char: str) -> str:
    """The script of a letter beyond Latin."""
    code = ord(char)
    return next((name for first, last, name in _SCRIPTS if first <= code <= last), "other")


def _within_script(script: str, sample: str) -> str | None:
    """The language among those that share a script; the commonest where no letter decides."""
    if script == "other":
        return None
    if script not in ("cyrillic", "arabic"):
        return script
    rivals = _CYRILLIC if script == "cyrillic" else _ARABIC
    scores = [(sum(sample.count(letter) for letter in letters), lang) for lang, letters in rivals]
    best = max(scores, key=lambda pair: pair[0])
    if best[0]:
        return best[1]
    return "bg" if script == "cyrillic" else "ar"


def _by_common_words(sample: str) -> str | None:
    """The Latin-script language with most common words; English wins a tie, since its rules then may try."""
    words = _words(sample.casefold())
    if len(words) < _FEWEST_WORDS:
        return None
    hits = dict.fromkeys(_COMMON, 0)
    counts = Counter(words)
    for word in counts.keys() & _LANGUAGES.keys():
        for lang in _LANGUAGES[word]:
            hits[lang] += counts[word]
    best = max(hits, key=lambda lang: (hits[lang], lang == "en"))
    return best if hits[best] >= _FEWEST_HITS and hits[best] * _SPARSEST >= len(words) else None


def _words(text: str) -> list[str]:
    """Every run of letters; of texts in ASCII letters, as most English ones are, in half the time."""
    plain = text if text.isascii() else _MARKS.sub(" ", text)
    return plain.encode().translate(_ASCII_WORDS).decode().split() if plain.isascii() else _WORD.findall(text)
