"""English words that are written with a capital at the start of a sentence, in a headline or in a title, and that are
no part of a person's name. General lists, lower case.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CALENDAR = _words("""
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january
february march april may june july august september october november december jan feb mar apr jun jul aug sep sept
oct nov dec ramadan eid christmas easter ashura nowruz diwali hanukkah passover noon midnight today yesterday
tomorrow gmt utc spring summer autumn winter ad bc
""")

FUNCTION = _words("""
a an the this that these those some any each every all both either neither no not none one two three four five six
seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty
fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion dozen dozens scores
first second third fourth fifth last next other others another such same and or but nor so yet for of in on at by to
from with without within into onto upon over under above below between among amid against across along around about
after before behind beside besides beyond despite down during except inside near off opposite outside past per since
through throughout till until toward towards up via as if because although though while whereas when whenever where
wherever who whom whose which what why how whether unless than then there here he she it they we you i him her them
us me his hers its their theirs our ours your yours my mine himself herself itself themselves is are was were be
been being am has have had having do does did doing done will would shall should can could may might must ought also
just only even still already again ever never always often once twice more most much many few several less least
enough very too quite rather almost nearly perhaps maybe however moreover meanwhile furthermore nevertheless
nonetheless therefore thus hence otherwise instead indeed later earlier soon now recently finally eventually
suddenly meantime elsewhere overall additionally subsequently consequently similarly separately yes ok okay please
etc versus vs let
""")

COMMON = _words("""
according accused accuses acting action activists actual adding additional advert advertisement advertising advice
affairs aftermath agency agreement ahead aid air airport airstrike airstrikes alleged alliance ambulance ambush
american amnesty analysis analysts anniversary announcement anti apartment appeal area armed armored armoured army
article artillery assault assistance associate association at-a-glance attack attacked attackers attacks authorities
authority automatic available bank banks bar base based battle bay beach beneath best better big black blast blasts
blood blue boat bomb bombardment bombed bomber bombing bombings bombs book border boss boxing boy boys branch
breaking bridge briefing brigade bring britain british broadcast brown building buildings bureau burial bus business
buy cabinet call called calls camp campaign campaigners capital caption car cars carpet case cash casualties
casualty catholic ceasefire center central centre chair chamber change channel charge charity chief child children
christian christians church churches cities citizen citizens city civil civilian civilians claim claims clash
clashes classified clinic close cluster coalition coast college colonel column comment comments commission committee
common communications community company condemnation conference conflict confused congress constitution contact
continue control convention cookies cooperation copyright corporation correction corridor corps council counsel
count country county couple court crews crime crimes criminal crisis critics cross crowd crowds culture currency
current curfew cut daily damage dark data day days dead deadliest deadly dear death deaths defence defense
delegation democracy democratic department deputy desert destroyed development digest diplomats directorate disaster
displaced district division doctor doctors dome door dr drone drones during early east eastern economic economy
edition editor editorial education efforts elders election elections email embassy emergency empire ending enemies
enemy energy enforcement english environment error europe european evacuation evening events evidence exact exchange
exclusive executive experts explained explosion explosions explosive extra extremely eyewitnesses face facts
families family farmers farther fear fears federal federation ferry few field fighters fighting figures file final
finance fire fired firefighters fires follow following food football footage forces foreign former fort forum
foundation free freedom friends front full funeral funerals further future garden gas gate general genocide german
get girls global good gospel government governorate governors grad grain graphic great green ground group groups
guard guards guide gulf gun gunfire gunman gunmen hall hand handout harbor harbour head headline headquarters health
heavy help herald here heritage high highway hill historical history holy home hospital hospitals hotel hour hours
house houses housing human humanitarian hundreds ie image images immediate immigration in-depth incident
independence independent india industry information initial injured inquiry inside institute insurgents intelligence
interior internal international internet investigation investigators iron islamic island islands islamist issue
issues jet jets jew jewish jews job join joint journal journalists judges jump junior justice kids killed killing
killings kingdom know knowledge labor labour lake land large largest latest law lawmakers lawyers lead leaders
league leave left legal letter letters liberation liberty library life light like line lines link list listen little
live living loading local locals logistics long looking lord love low loyalists made magazine mail main major
majority make man manage many map maritime market massacre massive mayor media medical medics medicine meet meeting
member members men metropolitan middle migrants military militants militia militias militiamen million mine minister
ministers ministry missile missiles missing mission mobile model modern moment money month monthly months more
morning mosque mother mothers motion mount mountain mountains mourners movement multiple municipal municipality
murder museum music muslim muslims mutual nation national nations native nato natural naval navy nearby negotiators
neighbours neighbors network new news newsletter newspaper next night nights nobody normal north northeast
northeastern northern northwest northwestern notice nuclear number numbers nurse nurses object observers ocean
office officer officers official officials oil old olympic olympics online open operation operations opinion
opposition order orders organisation organisations organization organizations orthodox out outside owner page pages
palace palestinian papers parents parish park parliament part parties party passengers path peace peacekeepers
pedestrians peninsula pentagon people period permission person personal phone photo photograph photographer
photographs photos picture pictures pilots place plan plane planes plans plant plus point points police policy
political politics pool poor pope popular population port post power presidency president presidential press prices
prime print prison prisoners privacy private probe production profile program programme project property prosecutors
protest protesters protests protestant province provincial public published quarter question questions quick radio
raid raids rail railway railways rain rains rapid read readers reading ready real rebel rebels recent reconnaissance
record records red reform refugee refugees regime region regional regular regulations related relations relatives
relief religion religious remember reply report reported reporter reporters reporting reports republic republican
rescue rescuers research reserve reserved residential residents resistance resolution responsibility result results
return revolution revolutionary right rights river road roads rocket rockets roman room root royal rule rules rural
safe safety sanctions satellite save savers say school schools science scroll sea search season secretary section
sector security see senate senior service services session settings several severe share shares sharing shell
shelling shells shia shiite shooting shops short shot show side siege sign sites skip small smoke social society
soldiers some son sorry source sources south southeast southeastern southern southwest southwestern soviet space
special sport sports square staff standard star state statement states station stations status stay stop store
stories story strait strategic stream street streets strike strikes strip strong student students studies study
subject subscribe such suicide suicide-bomber summit sun sunni support supreme survivors suspected suspects
syndicate system systems tags take talks tank tanks task team technology telegram telephone television temple
temporary terror terrorism terrorist terrorists test text thank thanks thing things think time times title toll top
topic topics total tour tower town trade traders traffic training translation transport travel treasury treaty
tribal tribunal tribune troops truce true truth turn under union united unity university unknown update updated
updates urban us use user users valley van vehicle vehicles verified veterans victims victory video videos view
village villagers villages violence visit voice volunteers vote wall war warning wars watch water way weapon weapons
weather web website week weekend weekly weeks welcome well west western white wildlife witness witnesses woman women
word words work worker workers world worse worst wounded write written year years yellow young youth zone advertise
accept reject manage value like continue sponsored trending popular hot most posted comments navigation menu home
nation provinces subscribe login register whatsapp facebook twitter instagram youtube tiktok x reddit linkedin mail
image images getty video watch listen podcast opens correction editors' editor's file credit courtesy copyright
rights reserved founded edition weekend daily privacy policy terms attackers bodies survivors clouds cannot
fortunately subsequently unfortunately reportedly allegedly footage hospitals shells smoke sirens scores seventy-one
sixty-three forty-seven twenty-one thirty-one thirty-five armed prophet god allah bible quran koran hilux toyota
kalashnikov smerch uragan hurricane grads iskander kalibr kinzhal tochka katyusha javelin stinger himars patriot
shahed bayraktar sukhoi mig apache chinook hawk falcon scud qassam hellfire tomahawk excalibur tornado typhoon cobra
leopard abrams bradley challenger merkava humvee stryker caesar shaped makeshift improvised telegram signal viber
vkontakte bitcoin google apple microsoft amazon starlink meta marines marine inherent drug drugs possession firearm
charges attempted escape violation forecast alert homicide unit site communique declaration charter accord accords
protocol symbol vertical horizontal amendment class coupe sedan suv honda nissan buick chevrolet dodge mercedes audi
jeep subaru hyundai kia volvo mitsubishi isuzu pickup lower upper greater inner outer downtown midtown
""")

# Words that end the name of a place, an event or a building, never a person's name.
PLACE_NOUNS = _words("""
street road avenue boulevard square bridge river lake sea ocean bay gulf strait mountain mountains hills hill valley
desert island islands peninsula coast airport airfield airbase base port harbour harbor station hospital clinic
school mosque church cathedral temple market mall hotel park stadium camp prison jail barracks palace house building
tower gate district province region governorate oblast state county city town village quarter neighbourhood
neighborhood border crossing corridor highway dam plant factory refinery field fields heights hall centre center
line zone strip east west north south delta plateau cape point forest creek falls basin canyon checkpoint lane drive
parkway circle terrace trail turnpike township manor plaza pike st ave blvd rd ln pkwy borough precinct ward parish
enclave barrage monastery shrine cemetery canal suburb
""")

# Peoples and faiths that are no state's demonym.
GROUPS = _words("""
arab arabs berber berbers chechen chechens circassian dinka druze fulani hausa hazara hazaras houthis hutu hutus
igbo ingush kachin karen kashmiri kurd kurdish kurds nuer oromo palestinians pashtun pashtuns rohingya sahrawi serb
serbs shan sikh sikhs sunni sunnis shia shias shiite shiites alawite alawites tamil tamils tatar tatars tibetan
tigray tigrayan tigrayans tuareg turkmen turkoman tutsi tutsis uighur uyghur yazidi yazidis yoruba yezidi zulu
african africans asian europeans european latin westerner christian christians muslim muslims jew jews jewish hindu
hindus buddhist democrat democrats republican republicans conservative conservatives labour liberal liberals
hispanic hispanics latino latinos tory tories socialist socialists communist communists maoist maoists islamist
islamists jihadist jihadists
""")

NOT_NAMES = GROUPS | CALENDAR | FUNCTION | COMMON | PLACE_NOUNS
