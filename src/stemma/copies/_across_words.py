"""Number words, months and weekdays of the languages that reports are most often translated from and into English.

Compact tables of our own: small numbers in the forms that running text has them in, months by the beginnings that tell
them apart. A word that is missing only makes a pair look a little less alike.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

# Forms by value, "2 two" style; forms of one value are parted by spaces.
_NUMBERS = {
    "en": """1 one;2 two second;3 three third;4 four fourth;5 five fifth;6 six sixth;7 seven seventh;
        8 eight eighth;9 nine ninth;10 ten tenth;11 eleven;12 twelve dozen;13 thirteen;14 fourteen;15 fifteen;
        16 sixteen;17 seventeen;18 eighteen;19 nineteen;20 twenty;30 thirty;40 forty;50 fifty;60 sixty;70 seventy;
        80 eighty;90 ninety""",
    "uk": """1 один одна одного;2 два дві двох двом двоє другий друга другого;
        3 три трьох трьом троє третій третя третього;4 чотири чотирьох чотирьом четверо чотирма;
        5 п'ять п'яти п'ятеро п'ятьох;6 шість шести шестеро шістьох;7 сім семи семеро сімох;
        8 вісім восьми восьмеро вісьмох;9 дев'ять дев'яти дев'ятеро дев'ятьох дев'ята дев'ятий;
        10 десять десяти десятеро десятьох;11 одинадцять одинадцяти;12 дванадцять дванадцяти дюжина;
        13 тринадцять тринадцяти;14 чотирнадцять чотирнадцяти;15 п'ятнадцять п'ятнадцяти;
        16 шістнадцять шістнадцяти;17 сімнадцять сімнадцяти;18 вісімнадцять вісімнадцяти;
        19 дев'ятнадцять дев'ятнадцяти;20 двадцять двадцяти;30 тридцять тридцяти;40 сорок сорока;
        50 п'ятдесят п'ятдесяти;60 шістдесят шістдесяти;70 сімдесят сімдесяти;80 вісімдесят вісімдесяти;
        90 дев'яносто""",
    "ru": """1 один одна одного;2 два две двух двум двое двоих второй вторая;
        3 три трех трем трое троих третий третья;4 четыре четырех четырем четверо четверых четвертая четвертый;
        5 пять пяти пятеро пятерых пятый;6 шесть шести шестеро шестерых;7 семь семи семеро семерых;
        8 восемь восьми восьмеро восьмерых;9 девять девяти девятеро девятый;10 десять десяти десятеро;
        11 одиннадцать одиннадцати;12 двенадцать двенадцати дюжина;13 тринадцать тринадцати;
        14 четырнадцать четырнадцати;15 пятнадцать пятнадцати;16 шестнадцать шестнадцати;17 семнадцать семнадцати;
        18 восемнадцать восемнадцати;19 девятнадцать девятнадцати;20 двадцать двадцати;30 тридцать тридцати;
        40 сорок сорока;50 пятьдесят пятидесяти;60 шестьдесят шестидесяти;70 семьдесят семидесяти;
        80 восемьдесят восьмидесяти;90 девяносто""",
    "ar": """1 احد الاول;2 اثنا اثني اثنان اثنين اثنتان اثنتين;3 ثلاث ثلاثه الثالثه;4 اربع اربعه الرابع الرابعه;
        5 خمس خمسه الخامسه;6 ست سته السادسه;7 سبع سبعه السابعه;8 ثمان ثماني ثمانيه الثامنه;9 تسع تسعه التاسعه;
        10 عشر عشره العاشره;20 عشرون عشرين;30 ثلاثون ثلاثين;40 اربعون اربعين;50 خمسون خمسين;60 ستون ستين;
        70 سبعون سبعين;80 ثمانون ثمانين;90 تسعون تسعين;
        2000 الفان الفين;2000000 مليونا مليونان مليونين مليوني""",
    "es": """1 uno;2 dos segundo segunda;3 tres tercer tercero tercera;4 cuatro cuarto;5 cinco quinto;
        6 seis sexto;7 siete;8 ocho;9 nueve;10 diez;11 once;12 doce docena;13 trece;14 catorce;15 quince;
        16 dieciséis;17 diecisiete;18 dieciocho;19 diecinueve;20 veinte;21 veintiún veintiuno;22 veintidós;
        23 veintitrés;24 veinticuatro;25 veinticinco;26 veintiséis;27 veintisiete;28 veintiocho;29 veintinueve;
        30 treinta;40 cuarenta;50 cincuenta;60 sesenta;70 setenta;80 ochenta;90 noventa""",
    "fr": """1 un une;2 deux deuxième;3 trois troisième;4 quatre quatrième;5 cinq cinquième;6 six sixième;
        7 sept septième;8 huit huitième;9 neuf neuvième;10 dix dixième;11 onze;12 douze douzaine;13 treize;
        14 quatorze;15 quinze;16 seize;17 dix-sept;18 dix-huit;19 dix-neuf;20 vingt;30 trente;40 quarante;
        50 cinquante;60 soixante""",
    "de": """2 zwei zweiten zweite;3 drei dritte dritten;4 vier vierte vierten;5 fünf;6 sechs;7 sieben;8 acht;
        9 neun;10 zehn;11 elf;12 zwölf dutzend;13 dreizehn;14 vierzehn;15 fünfzehn;16 sechzehn;17 siebzehn;
        18 achtzehn;19 neunzehn;20 zwanzig;30 dreißig;40 vierzig;50 fünfzig;60 sechzig;70 siebzig;80 achtzig;
        90 neunzig""",
    "pt": """1 um uma;2 dois duas segundo segunda;3 três terceiro terceira;4 quatro;5 cinco;6 seis sexto sexta;
        7 sete sétimo;8 oito oitavo;9 nove nono;10 dez;11 onze;12 doze dúzia;13 treze;14 quatorze catorze;
        15 quinze;16 dezesseis dezasseis;17 dezessete dezassete;18 dezoito;19 dezenove dezanove;20 vinte;
        30 trinta;40 quarenta;50 cinquenta;60 sessenta;70 setenta;80 oitenta;90 noventa""",
    "it": """2 due secondo seconda;3 tre terzo terza;4 quattro;5 cinque;6 sei;7 sette;8 otto;9 nove;10 dieci;
        11 undici;12 dodici dozzina;13 tredici;14 quattordici;15 quindici;16 sedici;17 diciassette;18 diciotto;
        19 diciannove;20 venti;30 trenta;40 quaranta;50 cinquanta;60 sessanta;70 settanta;80 ottanta;90 novanta""",
    "pl": """2 dwa dwie dwóch dwoje dwaj;3 trzy trzech troje trzej;4 cztery czterech czworo;
        5 pięć pięciu pięcioro;6 sześć sześciu sześcioro;7 siedem siedmiu siedmioro;8 osiem ośmiu ośmioro;
        9 dziewięć dziewięciu;10 dziesięć dziesięciu;11 jedenaście jedenastu;12 dwanaście dwunastu;
        13 trzynaście trzynastu;14 czternaście czternastu;15 piętnaście piętnastu;16 szesnaście szesnastu;
        17 siedemnaście siedemnastu;18 osiemnaście osiemnastu;19 dziewiętnaście dziewiętnastu;
        20 dwadzieścia dwudziestu;30 trzydzieści trzydziestu;40 czterdzieści czterdziestu;
        50 pięćdziesiąt pięćdziesięciu;60 sześćdziesiąt;70 siedemdziesiąt;80 osiemdziesiąt;90 dziewięćdziesiąt""",
    "tr": """2 iki;3 üç;4 dört;5 beş;6 altı;7 yedi;8 sekiz;9 dokuz;10 on;20 yirmi;30 otuz;40 kırk;50 elli;
        60 altmış;70 yetmiş;80 seksen;90 doksan""",
    "nl": """2 twee tweede;3 drie derde;4 vier;5 vijf;6 zes;7 zeven;8 acht;9 negen;10 tien;11 elf;12 twaalf;
        13 dertien;14 veertien;15 vijftien;16 zestien;17 zeventien;18 achttien;19 negentien;20 twintig;30 dertig;
        40 veertig;50 vijftig;60 zestig;70 zeventig;80 tachtig;90 negentig""",
    "he": """2 שני שתי שניים שתיים;3 שלושה שלוש;4 ארבעה ארבע;5 חמישה חמש;6 שישה שש;7 שבעה שבע;8 שמונה;9 תשעה תשע;
        10 עשרה עשר;20 עשרים;30 שלושים;40 ארבעים;50 חמישים;60 שישים;70 שבעים;80 שמונים;90 תשעים""",
    "fa": """2 دو;3 سه;4 چهار;5 پنج;6 شش;7 هفت;8 هشت;9 نه;10 ده;11 یازده;12 دوازده;13 سیزده;14 چهارده;15 پانزده;
        16 شانزده;17 هفده;18 هجده;19 نوزده;20 بیست;30 سی;40 چهل;50 پنجاه;60 شصت;70 هفتاد;80 هشتاد;90 نود""",
}
# Words that multiply the number before them, by the beginning of the word.
_SCALES = {
    "en": "hundred=100 thousand=1000 million=1000000 billion=1000000000",
    "uk": "тисяч=1000 тис=1000 мільйон=1000000 млн=1000000 мільярд=1000000000 млрд=1000000000",
    "ru": "тысяч=1000 тыс=1000 миллион=1000000 млн=1000000 миллиард=1000000000 млрд=1000000000",
    "ar": "الف=1000 الفا=1000 الاف=1000 مليون=1000000 ملايين=1000000 مليار=1000000000",
    "es": "mil=1000 millon=1000000", "fr": "mille=1000 million=1000000 milliard=1000000000",
    "de": "tausend=1000 million=1000000 milliard=1000000000", "pt": "mil=1000 milh=1000000 bilh=1000000000",
    "it": "mila=1000 mille=1000 milion=1000000 miliard=1000000000",
    "pl": "tysi=1000 tys=1000 milion=1000000 mln=1000000 miliard=1000000000 mld=1000000000",
    "tr": "bin=1000 milyon=1000000 milyar=1000000000", "nl": "duizend=1000 miljoen=1000000 miljard=1000000000",
    "he": "אלף=1000 אלפים=1000 מיליון=1000000 מיליארד=1000000000",
    "fa": "هزار=1000 میلیون=1000000 میلیارد=1000000000",
}
# Beginnings of the twelve months, in order; rivals for one month are joined by a bar.
_MONTHS = {
    "en": "januar|jan februar|feb march|mar april|apr may june|jun july|jul august|aug septem|sept octo|oct novem|nov "
          "decem|dec",
    "uk": "січн|січен лютий|лютого|лютому березн|березен квітн|квітен травн|травен червн|червен липн|липен "
          "серпн|серпен вересн|вересен жовтн|жовтен листопад грудн|груден",
    "ru": "январ феврал март апрел мая|май|мае июн июл август сентябр октябр ноябр декабр",
    "ar": "يناير فبراير|شباط مارس|اذار ابريل|نيسان مايو|ايار يونيو|حزيران يوليو|تموز اغسطس|اب سبتمبر|ايلول "
          "اكتوبر نوفمبر ديسمبر",
    "es": "enero febrer marzo abril mayo junio julio agosto septiem|setiem octubre noviem diciem",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "de": "januar|janner februar marz april mai juni juli august september oktober november dezember",
    "pt": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pl": "stycz|styczen lut marz|marc kwie maj czerw lip sierp|sierpn wrzes pazdz listop grud",
    "tr": "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "he": "ינואר פברואר מרץ|מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
}
# Beginnings of the days, Monday first.
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "uk": "понеділ вівтор середу|середа|середи|середою четвер п'ятниц субот неділ",
    "ru": "понедель вторник среду|среда|среды|средой четверг пятниц суббот воскресен",
    "ar": "الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد",
    "es": "lunes martes miercoles jueves viernes sabado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "de": "montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
    "pt": "segunda-feira terca-feira quarta-feira quinta-feira sexta-feira sabado domingo",
    "it": "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    "pl": "poniedzial wtor srod|srode czwart piat sobot niedziel",
    "tr": "pazartesi sali carsamba persembe cuma cumartesi pazar",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
# Beginnings that other words have too: they must be the whole word.
_SHORT_ENOUGH = ("mar", "may", "mai", "mayo", "mei", "mart", "jan", "jun", "jul", "dec", "nov", "oct", "мае", "мая",
                 "май", "اب", "مه", "maj", "lut", "lip", "sali", "pazar", "cuma", "mars", "piat", "srod")
_ARABIC = str.maketrans("أإآٱىةیكي", "ااااىهيكي") | dict.fromkeys((*range(0x64B, 0x653), 0x640, 0x670))


@lru_cache(maxsize=50_000)
def plain(word: str, lang: str) -> str:
    """A word as the tables have it: small letters, no accents, one form of each Arabic letter and apostrophe."""
    word = word.casefold()
    if word.isascii():
        return word
    word = word.replace("’", "'").replace("ʼ", "'")
    if lang in ("ar", "fa", "ur", "ps"):
        return word.translate(_ARABIC).replace("ی", "ي")
    if lang in ("uk", "ru", "bg", "sr", "he"):
        return word.replace("ё", "е")
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)).replace("ı", "i")


@cache
def number_words(lang: str) -> dict[str, int]:
    """Values of number words by their plain forms."""
    rows = (row.split() for row in _NUMBERS.get(lang, "").split(";") if row.strip())
    return {plain(form, lang): int(value) for value, *forms in rows for form in forms}


@cache
def scales(lang: str) -> tuple[tuple[str, int], ...]:
    """Beginnings of words that multiply a number, the longest first."""
    rows = (row.split("=") for row in _SCALES.get(lang, "").split())
    return tuple(sorted(((plain(word, lang), int(value)) for word, value in rows), key=lambda row: -len(row[0])))


@cache
def _beginnings(table: str, lang: str) -> tuple[tuple[str, int], ...]:
    rows = {"months": _MONTHS, "weekdays": _WEEKDAYS}[table].get(lang, "").split()
    found = ((plain(begin, lang), n) for n, row in enumerate(rows) for begin in row.split("|"))
    return tuple(sorted(found, key=lambda row: (-len(row[0]), row[0])))


@cache
def _short(lang: str) -> frozenset[str]:
    return frozenset(plain(word, lang) for word in _SHORT_ENOUGH)


def _begun(table: str, word: str, lang: str) -> int | None:
    """Which row's beginning a plain word has; at most a case ending may follow, after a short month none."""
    for begin, number in _beginnings(table, lang):
        if word == begin:
            return number
        if word.startswith(begin) and begin not in _short(lang) and len(word) - len(begin) <= 5:
            return number
    return None


@lru_cache(maxsize=20_000)
def month_of(word: str, lang: str) -> int | None:
    """1 to 12 where a plain word is a month."""
    number = _begun("months", word, lang)
    return None if number is None else number + 1


@lru_cache(maxsize=20_000)
def weekday_of(word: str, lang: str) -> int | None:
    """0 for Monday to 6 where a plain word is a day of the week."""
    return _begun("weekdays", word, lang)
