"""States as reports name them: names, demonyms and the capital that stands for a government.

`NATIONS` is a general world list (ISO 3166-1 alpha-2; XK is the user-assigned code for Kosovo). `nation_of` reads one
name, demonym or capital. Fictional states have no row; callers learn those from the text itself.
"""

from __future__ import annotations

from msgspec import Struct


class Nation(Struct, frozen=True):
    """One state or territory; the first name and the first demonym are the usual ones."""

    code: str  # ISO 3166-1 alpha-2
    names: tuple[str, ...]
    demonyms: tuple[str, ...]  # adjectives and nouns, singular and irregular plurals
    capital: str  # used as a metonym of the government: "Moscow said"

    @property
    def name(self) -> str:
        return self.names[0]


# code | names | demonyms | capital
_TABLE = """
AD|Andorra|Andorran|Andorra la Vella
AE|United Arab Emirates;UAE;Emirates|Emirati|Abu Dhabi
AF|Afghanistan|Afghan;Afghani|Kabul
AG|Antigua and Barbuda|Antiguan|Saint John's
AL|Albania|Albanian|Tirana
AM|Armenia|Armenian|Yerevan
AO|Angola|Angolan|Luanda
AR|Argentina|Argentine;Argentinian|Buenos Aires
AT|Austria|Austrian|Vienna
AU|Australia|Australian|Canberra
AZ|Azerbaijan|Azerbaijani;Azeri|Baku
BA|Bosnia and Herzegovina;Bosnia;Bosnia-Herzegovina|Bosnian|Sarajevo
BB|Barbados|Barbadian|Bridgetown
BD|Bangladesh|Bangladeshi|Dhaka
BE|Belgium|Belgian|Brussels
BF|Burkina Faso;Burkina|Burkinabe;Burkinabé|Ouagadougou
BG|Bulgaria|Bulgarian|Sofia
BH|Bahrain|Bahraini|Manama
BI|Burundi|Burundian|Bujumbura
BJ|Benin|Beninese|Porto-Novo
BN|Brunei|Bruneian|Bandar Seri Begawan
BO|Bolivia|Bolivian|La Paz
BR|Brazil|Brazilian|Brasilia
BS|Bahamas|Bahamian|Nassau
BT|Bhutan|Bhutanese|Thimphu
BW|Botswana|Botswanan;Motswana;Batswana|Gaborone
BY|Belarus;Byelorussia|Belarusian;Belorussian;Byelorussian|Minsk
BZ|Belize|Belizean|Belmopan
CA|Canada|Canadian|Ottawa
CD|Democratic Republic of the Congo;Democratic Republic of Congo;DR Congo;DRC;Congo-Kinshasa;Zaire|Congolese|Kinshasa
CF|Central African Republic;CAR|Central African|Bangui
CG|Republic of the Congo;Congo-Brazzaville;Congo|Congolese|Brazzaville
CH|Switzerland|Swiss|Bern
CI|Ivory Coast;Côte d'Ivoire;Cote d'Ivoire|Ivorian|Yamoussoukro
CL|Chile|Chilean|Santiago
CM|Cameroon|Cameroonian|Yaounde
CN|China;People's Republic of China|Chinese|Beijing
CO|Colombia|Colombian|Bogota
CR|Costa Rica|Costa Rican|San Jose
CU|Cuba|Cuban|Havana
CV|Cape Verde;Cabo Verde|Cape Verdean|Praia
CY|Cyprus|Cypriot|Nicosia
CZ|Czech Republic;Czechia|Czech|Prague
DE|Germany|German|Berlin
DJ|Djibouti|Djiboutian|Djibouti
DK|Denmark|Danish;Dane|Copenhagen
DM|Dominica|Dominican|Roseau
DO|Dominican Republic|Dominican|Santo Domingo
DZ|Algeria|Algerian|Algiers
EC|Ecuador|Ecuadorian;Ecuadorean|Quito
EE|Estonia|Estonian|Tallinn
EG|Egypt|Egyptian|Cairo
EH|Western Sahara|Sahrawi;Saharawi|Laayoune
ER|Eritrea|Eritrean|Asmara
ES|Spain|Spanish;Spaniard|Madrid
ET|Ethiopia|Ethiopian|Addis Ababa
FI|Finland|Finnish;Finn|Helsinki
FJ|Fiji|Fijian|Suva
FM|Micronesia|Micronesian|Palikir
FR|France|French;Frenchman|Paris
GA|Gabon|Gabonese|Libreville
GB|United Kingdom;Britain;Great Britain;UK;U.K.;England;Scotland;Wales|British;Briton;English;Scottish;Welsh|London
GD|Grenada|Grenadian|Saint George's
GE|Georgia|Georgian|Tbilisi
GH|Ghana|Ghanaian|Accra
GM|Gambia;The Gambia|Gambian|Banjul
GN|Guinea|Guinean|Conakry
GQ|Equatorial Guinea|Equatorial Guinean;Equatoguinean|Malabo
GR|Greece|Greek|Athens
GT|Guatemala|Guatemalan|Guatemala City
GW|Guinea-Bissau|Bissau-Guinean|Bissau
GY|Guyana|Guyanese|Georgetown
HK|Hong Kong|Hongkonger|Hong Kong
HN|Honduras|Honduran|Tegucigalpa
HR|Croatia|Croatian;Croat|Zagreb
HT|Haiti|Haitian|Port-au-Prince
HU|Hungary|Hungarian|Budapest
ID|Indonesia|Indonesian|Jakarta
IE|Ireland|Irish|Dublin
IL|Israel|Israeli|Jerusalem
IN|India|Indian|New Delhi
IQ|Iraq|Iraqi|Baghdad
IR|Iran;Islamic Republic of Iran|Iranian|Tehran
IS|Iceland|Icelandic;Icelander|Reykjavik
IT|Italy|Italian|Rome
JM|Jamaica|Jamaican|Kingston
JO|Jordan|Jordanian|Amman
JP|Japan|Japanese|Tokyo
KE|Kenya|Kenyan|Nairobi
KG|Kyrgyzstan|Kyrgyz;Kyrgyzstani|Bishkek
KH|Cambodia;Kampuchea|Cambodian|Phnom Penh
KI|Kiribati|I-Kiribati|Tarawa
KM|Comoros|Comorian;Comoran|Moroni
KN|Saint Kitts and Nevis|Kittitian|Basseterre
KP|North Korea;DPRK|North Korean|Pyongyang
KR|South Korea;Republic of Korea|South Korean|Seoul
KW|Kuwait|Kuwaiti|Kuwait City
KZ|Kazakhstan|Kazakh;Kazakhstani|Astana
LA|Laos|Laotian;Lao|Vientiane
LB|Lebanon|Lebanese|Beirut
LC|Saint Lucia|Saint Lucian|Castries
LI|Liechtenstein|Liechtensteiner|Vaduz
LK|Sri Lanka|Sri Lankan|Colombo
LR|Liberia|Liberian|Monrovia
LS|Lesotho|Basotho;Mosotho|Maseru
LT|Lithuania|Lithuanian|Vilnius
LU|Luxembourg|Luxembourger|Luxembourg
LV|Latvia|Latvian|Riga
LY|Libya|Libyan|Tripoli
MA|Morocco|Moroccan|Rabat
MC|Monaco|Monegasque|Monaco
MD|Moldova|Moldovan|Chisinau
ME|Montenegro|Montenegrin|Podgorica
MG|Madagascar|Malagasy|Antananarivo
MH|Marshall Islands|Marshallese|Majuro
MK|North Macedonia;Macedonia|Macedonian|Skopje
ML|Mali|Malian|Bamako
MM|Myanmar;Burma|Burmese;Myanmarese|Naypyitaw
MN|Mongolia|Mongolian|Ulaanbaatar
MR|Mauritania|Mauritanian|Nouakchott
MT|Malta|Maltese|Valletta
MU|Mauritius|Mauritian|Port Louis
MV|Maldives|Maldivian|Male
MW|Malawi|Malawian|Lilongwe
MX|Mexico|Mexican|Mexico City
MY|Malaysia|Malaysian|Kuala Lumpur
MZ|Mozambique|Mozambican|Maputo
NA|Namibia|Namibian|Windhoek
NE|Niger|Nigerien|Niamey
NG|Nigeria|Nigerian|Abuja
NI|Nicaragua|Nicaraguan|Managua
NL|Netherlands;Holland|Dutch;Dutchman|The Hague
NO|Norway|Norwegian|Oslo
NP|Nepal|Nepalese;Nepali|Kathmandu
NR|Nauru|Nauruan|Yaren
NZ|New Zealand|New Zealander|Wellington
OM|Oman|Omani|Muscat
PA|Panama|Panamanian|Panama City
PE|Peru|Peruvian|Lima
PG|Papua New Guinea|Papua New Guinean|Port Moresby
PH|Philippines|Philippine;Filipino;Filipina|Manila
PK|Pakistan|Pakistani|Islamabad
PL|Poland|Polish;Pole|Warsaw
PS|Palestine;Palestinian territories;Gaza Strip;West Bank|Palestinian;Gazan|Ramallah
PT|Portugal|Portuguese|Lisbon
PW|Palau|Palauan|Ngerulmud
PY|Paraguay|Paraguayan|Asuncion
QA|Qatar|Qatari|Doha
RO|Romania|Romanian|Bucharest
RS|Serbia|Serbian;Serb|Belgrade
RU|Russia;Russian Federation;Soviet Union;USSR|Russian;Soviet|Moscow
RW|Rwanda|Rwandan|Kigali
SA|Saudi Arabia|Saudi;Saudi Arabian|Riyadh
SB|Solomon Islands|Solomon Islander|Honiara
SC|Seychelles|Seychellois|Victoria
SD|Sudan|Sudanese|Khartoum
SE|Sweden|Swedish;Swede|Stockholm
SG|Singapore|Singaporean|Singapore
SI|Slovenia|Slovenian;Slovene|Ljubljana
SK|Slovakia|Slovak;Slovakian|Bratislava
SL|Sierra Leone|Sierra Leonean|Freetown
SM|San Marino|Sammarinese|San Marino
SN|Senegal|Senegalese|Dakar
SO|Somalia|Somali;Somalian|Mogadishu
SR|Suriname|Surinamese|Paramaribo
SS|South Sudan|South Sudanese|Juba
ST|Sao Tome and Principe;São Tomé and Príncipe|Sao Tomean|Sao Tome
SV|El Salvador|Salvadoran;Salvadorean|San Salvador
SY|Syria|Syrian|Damascus
SZ|Eswatini;Swaziland|Swazi|Mbabane
TD|Chad|Chadian|N'Djamena
TG|Togo|Togolese|Lome
TH|Thailand|Thai|Bangkok
TJ|Tajikistan|Tajik;Tajikistani|Dushanbe
TL|East Timor;Timor-Leste|East Timorese;Timorese|Dili
TM|Turkmenistan|Turkmen|Ashgabat
TN|Tunisia|Tunisian|Tunis
TO|Tonga|Tongan|Nuku'alofa
TR|Turkey;Türkiye;Turkiye|Turkish;Turk|Ankara
TT|Trinidad and Tobago;Trinidad|Trinidadian|Port of Spain
TV|Tuvalu|Tuvaluan|Funafuti
TW|Taiwan|Taiwanese|Taipei
TZ|Tanzania|Tanzanian|Dodoma
UA|Ukraine|Ukrainian|Kyiv
UG|Uganda|Ugandan|Kampala
US|United States;United States of America;US;U.S.;USA;U.S.A.;America|American|Washington
UY|Uruguay|Uruguayan|Montevideo
UZ|Uzbekistan|Uzbek;Uzbekistani|Tashkent
VA|Vatican;Vatican City;Holy See|Vatican|Vatican City
VC|Saint Vincent and the Grenadines|Vincentian|Kingstown
VE|Venezuela|Venezuelan|Caracas
VN|Vietnam;Viet Nam|Vietnamese|Hanoi
VU|Vanuatu|Vanuatuan;Ni-Vanuatu|Port Vila
WS|Samoa|Samoan|Apia
XK|Kosovo|Kosovar;Kosovan|Pristina
YE|Yemen|Yemeni;Yemenite|Sanaa
ZA|South Africa|South African|Pretoria
ZM|Zambia|Zambian|Lusaka
ZW|Zimbabwe|Zimbabwean|Harare
"""

# Other spellings of capitals that newsrooms use.
CAPITAL_SPELLINGS = {
    "Kiev": "UA", "Kyyiv": "UA", "Peking": "CN", "Delhi": "IN", "Tel Aviv": "IL", "Teheran": "IR", "Sana'a": "YE",
    "Ndjamena": "TD", "Yaoundé": "CM", "Bogotá": "CO", "Brasília": "BR", "Chişinău": "MD", "Kishinev": "MD",
    "Nay Pyi Taw": "MM", "Yangon": "MM", "Rangoon": "MM", "Gitega": "BI", "Prishtina": "XK", "Nur-Sultan": "KZ",
    "Lomé": "TG", "Asunción": "PY", "Port-Louis": "MU", "Amsterdam": "NL", "Gaza City": "PS", "Lagos": "NG",
}

# Words of the table that are more often something else, or that name two states.
AMBIGUOUS = frozenset({
    "Georgia", "Jordan", "Chad", "Male", "Lima", "Kingston", "Victoria", "Wellington", "Georgetown",
    "San Jose", "Santiago",
    "Pole", "Lao", "Dominican", "Congolese", "Guinea", "Congo", "CAR", "Turkey", "Emirates", "Sofia",
})


def _nations() -> tuple[Nation, ...]:
    rows = (line.split("|") for line in _TABLE.strip().splitlines())
    return tuple(Nation(code, tuple(names.split(";")), tuple(demonyms.split(";")), capital)
                 for code, names, demonyms, capital in rows)


NATIONS: tuple[Nation, ...] = _nations()
BY_CODE: dict[str, Nation] = {nation.code: nation for nation in NATIONS}


def _index(words_of) -> dict[str, Nation]:
    """Word to nation; the first row wins, so that the table's order settles shared words."""
    found: dict[str, Nation] = {}
    for nation in NATIONS:
        for word in words_of(nation):
            found.setdefault(word, nation)
    return found


def _plurals(word: str) -> tuple[str, ...]:
    """"Russian" and "Russians"; words in -ese, -ish, -ch, -s have no plural of their own."""
    return (word,) if word.endswith(("ese", "ish", "ch", "s", "é")) else (word, word + "s")


BY_NAME: dict[str, Nation] = _index(lambda nation: nation.names)
BY_DEMONYM: dict[str, Nation] = _index(lambda nation: [p for word in nation.demonyms for p in _plurals(word)])
BY_CAPITAL: dict[str, Nation] = (
    _index(lambda nation: (nation.capital,)) | {word: BY_CODE[code] for word, code in CAPITAL_SPELLINGS.items()}
)


def nation_of(word: str, capitals: bool = True) -> Nation | None:
    """The state that a name, demonym or (unless switched off) capital stands for; case counts."""
    return BY_NAME.get(word) or BY_DEMONYM.get(word) or (BY_CAPITAL.get(word) if capitals else None)
