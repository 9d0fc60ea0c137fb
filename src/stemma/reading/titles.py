"""Words that stand beside a person's name: forms of address, ranks and roles.

General English lists, written for news reports; no name of a person is in them. Everything is lower case; `plain`
forms carry no full stop ("col" for "Col.").
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HONORIFICS = _words("""
mr mrs ms miss mme dr doctor prof professor sir madam lord lady dame baroness baron count sheikh shaikh sheik shaykh
sheikha cheikh cheik sheykh
father fr reverend rev sister brother bishop archbishop cardinal pastor rabbi imam ayatollah mullah maulana
mawlawi mawlana mulla mollah maulvi hajji haji hajj haj hadj hadji alhaji alhaja el-hadj el-hajj al-haj al-hajj
ustaz oustaz ustad moulay marabout padre abuna monsieur madame maître maitre emeritus
señor señora senor senora signor signora herr frau
sayyid seyyed sayed hojatoleslam king queen prince princess emir amir sultan pope
patriarch dalai monsignor msgr hon honourable honorable comrade ato ali-haj chief
""")

RANKS = _words("""
general gen lieutenant lt colonel col major maj captain capt sergeant sgt corporal cpl private pvt brigadier brig
admiral adm commodore commander cmdr cdr marshal commandant superintendent supt inspector constable commissioner
comdt warrant officer deputy marshall lt-col lt-gen maj-gen brig-gen cmdt ensign wing squadron group vice rear staff
first second inspector-general petty trooper patrolman agent marine lance seaman airman spc specialist cadet
bombardier gunner ltc secretary
""")

# Abbreviated titles are written with a full stop that ends no sentence.
ABBREVIATED = _words("""
mr mrs ms dr prof gen lt col maj capt sgt cpl pvt brig adm cmdr cdr supt insp rev fr st hon gov sen rep amb pres
lt-col lt-gen maj-gen brig-gen msgr mme jr sr cmdt comdt insp spc
""")

# Nouns that say what a person is. The last word of a role phrase before a name is one of these, or a phrase after
# the name has one.
ROLE_NOUNS = _words("""
president vice-president premier minister prime-minister secretary undersecretary under-secretary chancellor
governor gov vice-governor mayor deputy-mayor senator sen congressman congresswoman representative rep lawmaker
legislator mp parliamentarian councillor councilor councilman ambassador amb envoy diplomat consul commissioner
administrator prefect magistrate judge justice prosecutor attorney lawyer solicitor barrister counsel ombudsman
commissary commissar negotiator mediator
delegate spokesman spokeswoman spokesperson spokesmen spokespeople aide adviser advisor
assistant deputy chief head leader chairman chairwoman chairperson chair director director-general manager boss
executive founder co-founder coordinator co-ordinator officer official officer-in-charge superintendent inspector
commander commandant general colonel major captain lieutenant sergeant admiral marshal brigadier soldier fighter
militant rebel gunman warlord emir chieftain guard guardsman policeman policewoman detective sheriff marshal
constable paramedic medic doctor physician surgeon nurse matron midwife pharmacist dentist psychologist rescuer
firefighter fireman responder volunteer worker activist campaigner organiser organizer advocate protester dissident
refugee survivor witness eyewitness resident villager neighbour neighbor shopkeeper trader merchant vendor seller
farmer fisherman herder shepherd driver taxi-driver pilot teacher headmaster headteacher principal professor
lecturer academic scholar historian scientist researcher analyst expert specialist economist strategist consultant
fellow student pupil imam priest pastor bishop archbishop cardinal cleric preacher rabbi monk nun sheikh elder
journalist reporter correspondent editor broadcaster presenter anchor columnist photographer cameraman camerawoman
videographer producer blogger author writer poet mother father brother sister son daughter wife husband widow
widower uncle aunt cousin grandmother grandfather nephew niece relative parent engineer technician mechanic builder
carpenter baker tailor owner employee clerk accountant businessman businesswoman entrepreneur king queen prince
princess sultan emir pope patriarch premier whip rapporteur monitor observer investigator inspector-general auditor
candidate member ex-president ex-minister ex-mayor veteran conscript recruit guide boatman hunter miner docker
porter waiter cook chef custodian caretaker imam-khatib secretary-general vice-chairman treasurer comptroller chargé
attaché attache counsellor counselor judge-advocate
""")

# Relations that a possessive ties to a person; no part of a title before a name in capitals.
CUE_VERBS = _words("""
said says say told tells added adds wrote writes posted tweeted announced announces stated states declared declares
confirmed confirms denied denies claimed claims warned warns reported reports insisted insists explained explains
recalled recalls argued argues noted notes acknowledged admitted admits alleged alleges accused accuses blamed
blames called calls urged urges vowed vows pledged demanded demands condemned condemns praised rejected rejects
dismissed dismisses described describes estimated estimates repeated repeats replied replies answered asked asks
responded responds testified commented remarked stressed emphasised emphasized underlined reiterated tweeted
concluded cautioned predicted hoped hopes thinks believes believed expects expected suggested suggests revealed
disclosed promised apologised apologized complained conceded countered quipped shouted whispered pleaded begged
lamented mourned spoke speaks speaking telephoned phoned visited met ordered signed thanked tell speak
""")

PARTICLES = _words("""
al el as es an ad ar at az ash esh ath bin ibn ben bint bat de da do dos das del della di du van von der den ter ten
zu zum la le les los las y e ul ur ud abu abou umm um ould oueld weld walad wald ait af av bar ag agh wan ou na
dela delos vom zur della dello
""")

# Forms of address that stay with a name where a report uses it again, also before a given name: "Hadj Brahim".
STYLES = _words("""
hadj hajj haj hadji haji hajji alhaji alhaja el-hadj el-hajj al-haj al-hajj sheikh shaikh sheik shaykh sheykh cheikh
cheik mullah mulla mollah maulana mawlana mawlawi maulvi ayatollah sayyid sayed seyyed father sister brother mother
pastor imam bishop archbishop rabbi chief king queen emir prince princess sultan moulay ustaz oustaz padre abuna
maître maitre
""")

SUFFIXES = _words("jr sr ii iii iv")
