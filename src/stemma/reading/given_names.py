"""Given names of many languages, in the spellings that reports use: support for reading a name, never a condition.

A hand-written general list. Names that are also everyday words, months or places in English (Will, Mark in lower case,
June, Jordan) are left out where they would mislead.
"""

from __future__ import annotations

GIVEN_NAMES = frozenset("""
aaron abbas abdallah abdel abdelaziz abdi abdirahman abdo abdou abdoulaye abdul abdulaziz abdulkarim abdullah
abdullahi abdulrahman abebe abel abir abraham abubakar adam adama adan ade adel aden adil adnan adrian agnes ahmad
ahmadou ahmed ahmet aicha aida aisha aissatou akbar akram alaa alain alan albert alejandra alejandro aleksandar
aleksander aleksandr aleksandra aleksei aleksey alemayehu alex alexander alexandra alexandre alexei alexey alfred
ali alice alicia alina aline allan almaz alvaro amal amanda amar amadou ambrose amina aminata amir amira amit amjad
amr amy ana anas anatoliy anatoly andre andrea andreas andrei andrew andrey andrii andriy andrzej angel angela
angelina angelo anita anjali ann anna anne annie anthony antoine anton antonia antonio antony anwar aram arash ariel
arif arjun armando armen arnaud arsen arthur artem arturo artyom arun asad asha ashraf asif asma asmaa ataullah
august augustin austin aurelia ayaan ayesha ayman azad aziz babak bakary barbara basel bashar bashir basil beatrice
bekele belal ben benjamin bernard bernardo bilal bill bob bogdan bola boris boubacar brahim brandon brenda brian
bruce bruno burak camille carla carlos carmen carol carolina caroline catherine cecilia celine cesar chandra charles
charlotte cheikh chen chidi chinedu chris christian christina christine christophe christopher claire claude claudia
claudio colin cristina cyril dalia damian daniel daniela danielle danylo dariusz dario darius darya david dawit
deborah denis denise dennis denys derek desta diana diego dilip dimitri dina dmitri dmitriy dmitry dmytro dominic
dominique donald dorothy douglas duncan ebrahim edgar edith eduardo edward efrem ehab ekaterina elena eleni eli
elias elisabeth elizabeth ellen elsa eman emil emily emma emmanuel emre enrique eric erica erik ernest esther eugene
eva evgeny evelyn fadi fahad fahd faisal faiz farah farid fatima fatma fatmata fatou fatoumata fatuma fawaz fawzi
federico felix ferdinand fernando fidel filip firas florence francesca francesco francis francisco francois françois
frank frederic frederick fuad gabriel gabriela gareth gary gaston gebre george georges georgi gerald gerard gerardo
getachew ghada ghassan gilbert giorgi giovanni girma giulia giuseppe gladys gloria gordon grace graham gregory
guillaume gul gustavo guy habib hadi hadiza hafez haile haitham hakan hala hamad hamdi hamid hamza hana hanan hani
hanna hannah hans haris harold haroun harry haruna hasan hassan hawa haydar heba hector heidi helen helena helene
helmut henri henrik henry hiba hicham hisham hoda holly hossein huda hugo hussain hussein iain ian ibrahim ibrahima
idris idriss ignacio igor ihab ihor ikram ilham ilya imad iman imran ines ingrid inna ioana irene irina iris isaac
isabel isabella isabelle ismael ismail issa issam istvan ivan ivana iyad jaafar jabir jack jacob jacques jaime jakob
jalal jama jamal james jamila jan jane janet jared jasim jason javad javier jawad jean jeanne jeff jeffrey jelena
jemal jennifer jens jeremy jerome jerzy jesse jessica jesus jim jimmy joachim joan joanna joao joe joel joelle johan
johann johannes john johnny johnson jonas jonathan jorge jose josé josef josefa joseph joshua josé juan juana judith
jules julia julian julie julien juliet julio julius jun jürgen kabir kamal kamala kamil karan kareem karen karim
karin karl karolina kassim katarina kate katerina katherine kathryn katie kazim keith kelly kemal ken kenneth kevin
khadija khaled khalid khalifa khalil khan kidane kim kiran kofi konstantin kostas kristina krzysztof kwame kyle
kyrylo laila lamine lana lars larysa laszlo latif laura laurent lawrence layla leah lee leila lena leo leon leonard
leonid leonardo leopold leyla liam lidia lidiya lina linda lisa liu liz lloyd lorenzo louis louise luc luca lucas
lucia lucy ludmila luis luisa luiz lukas luke lyudmila maged magdalena maher mahdi mahmood mahmoud mahmud mai majed
majid makram maksym malcolm malik malika mamadou manal manfred manoj manuel maram marc marcel marcelo marco marcos
marcus margaret margarita maria mariam mariana marie marilyn marina mario marit mariya marjan mark marko marlene
marta martha martin martina marwan mary maryam maryna mateo mathieu matteo matthew matthias maurice mauricio max
maxim maya mehari mehdi mehmet mehran melanie meles mercy meryem michael michal michel michele michelle miguel mihai
mikael mikhail milan milos mina miriam mirjana misha mohamad mohamed mohammad mohammed mohamud moisés mona monica
moses mostafa moussa muhammad muhammadu mukhtar munir murad musa mustafa muthoni mykhailo mykola myriam nabil nada
nader nadia nadine nadya naeem nancy narges naser nasir nasser natalia natalie nataliia nataliya natasha nathan
nawal nazir nelson ngozi nicholas nick nicola nicolas nicole nidal nigel nikita nikola nikolai nikolay nikos nina
nizar noah noel noor nora norbert norman nour noura nuno nura nurul olaf oleg oleh oleksandr oleksii oleksiy olena
olga oliver olivia olivier olha omar omer osama oscar osman otto ousmane oxana oksana pablo pamela paola paolo
patricia patrick paul paula paulina paulo pavel pavlo pedro peder peter petr petra petro philip philippe phillip
pierre piotr rabia rachel rachid radwan rafael rafik ragheb rahim rahul raj rajesh ralph rami ramin ramon ramzan
rana rania raphael raqeeb rashad rashid raul ravi raymond razan rebecca reem reinhard rené rené reza ricardo richard
rita robert roberto robin rodrigo roger roland rolf roman romain ron ronald rosa rosemary ruben rudolf rufino ruslan
ruth ryan saad saadia sabah sabine sabrina sadia sadio saeed safa said saida saif sajid sakina salah salam saleh
salem salim salih salma salman salome salva salwa sam sameer sami samia samir samira samuel sana sandra sanjay sara
sarah sasha saul saud scott sean sebastian seble selam selim selma selena serge sergei sergey sergii sergio sergiy
serhii serhiy seyed seyoum shadi shahid shakil sharif sharon sheila sherif shirin shlomo siddiq simon simona
slobodan sofia solomon sonia sophia sophie stanislav stefan stefano steffen stephanie stephen steve steven stuart
suad suleiman sultana sumaya sunil susan suzanne svetlana svitlana sylvia sylvie taha taher tahir tamara tamer tania
tanya taras tarek tariq tatiana tatyana tayyip ted terence teresa tesfaye tetiana thabo theodore theresa thierry
thomas tigist tim timothy tina tom tomas tomasz tony tsegaye turki umar umaru usman ursula uthman vadim vadym
valentin valentina valeria valerie valery valerii vanessa vasily vasyl vera veronica veronika vicky victor victoria
viktor viktoria vincent virginia vitali vitalii vitaliy vladimir vladislav volodymyr vsevolod vyacheslav wael wahid
waleed walid walter wanjiku wassim wei wendy werner wilfred wilhelm william wolfgang yahya yahia yakov yana yaroslav
yaser yasin yasir yasmin yasser yemane yevgeny yevhen yevhenii yoav yohannes yosef yoshi youssef yousef yousif
yousuf yuki yulia yuliia yuri yuriy yusuf yves yvonne zahra zahir zainab zaid zakaria zaki zara zaynab zelda zeinab
zeynep zhang ziad zoe zoran zuhair zuzana
""".split())
