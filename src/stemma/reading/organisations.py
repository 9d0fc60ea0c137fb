"""Organisations that reports quote, and the words that organisations are named with.

`KNOWN` is a general world list (agencies, outlets, bodies, charities, armed groups, think tanks); names that are also
everyday words (Time, The Sun) are left to the patterns in `stemma.reading.bodies`, which need the text to introduce
them. The head nouns and modifiers build names that no list has: "the provincial crisis centre".
"""

from __future__ import annotations

import re


def _lines(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for line in text.strip().splitlines() for name in line.split(";") if name.strip())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OUTLETS = _lines("""
Reuters; Thomson Reuters; Associated Press; AP; Agence France-Presse; Agence France Presse; AFP
United Press International; UPI; Bloomberg; Bloomberg News; Deutsche Presse-Agentur; DPA; EFE; ANSA; Kyodo; Kyodo News
Xinhua; Xinhua News Agency; Yonhap; Yonhap News Agency; Press Trust of India; PTI; TASS; Tass; ITAR-TASS
RIA Novosti; RIA; Interfax; Interfax-Ukraine; Ukrinform; UNIAN; Anadolu; Anadolu Agency; SANA; IRNA; ISNA
Tasnim; Fars News Agency; Fars; Mehr News Agency; WAFA; KUNA; SPA; Saudi Press Agency; MENA; Belga; PAP
Press Association; PA Media; ANI; BBC; BBC News; BBC Arabic; BBC Persian; BBC Africa; BBC World Service; CNN
CNN International; NBC; NBC News; MSNBC; CBS; CBS News; ABC News; Fox News; PBS; PBS NewsHour; NPR; CNBC
Sky News; Sky News Arabia; ITV; ITV News; Channel 4 News; Al Jazeera; Al-Jazeera; Al Jazeera English; Al Arabiya
Al-Arabiya; Al Hadath; Al Mayadeen; Al-Mayadeen; Al-Manar; Al Manar; France 24; Deutsche Welle; DW; Euronews
Voice of America; VOA; Radio Free Europe/Radio Liberty; Radio Free Europe / Radio Liberty; Radio Free Europe
Radio Liberty; RFE/RL; Radio Free Asia; RFI; Radio France Internationale; Radio Okapi; Radio Dabanga
Radio Tamazuj; NHK; CGTN; RT; Sputnik; CBC; CBC News; TRT; TRT World; The Washington Post; Washington Post
The New York Times; New York Times; The Wall Street Journal; Wall Street Journal; Los Angeles Times; USA Today
Financial Times; The Financial Times; The Guardian; The Times of London; The Daily Telegraph; Daily Mail
MailOnline; The Independent; The Economist; The Intercept; Politico; Axios; BuzzFeed News; The Daily Beast
Newsweek; Foreign Policy; Foreign Affairs; The Atlantic; The New Yorker; Le Monde; Le Figaro; Libération
Der Spiegel; Die Zeit; Süddeutsche Zeitung; El País; El Mundo; La Repubblica; Corriere della Sera; Haaretz
The Times of Israel; Times of Israel; The Jerusalem Post; Jerusalem Post; Asharq Al-Awsat; Al-Hayat; Al-Monitor
Middle East Eye; Middle East Monitor; The New Arab; Arab News; Gulf News; Khaleej Times; Geo News
ARY News; The Express Tribune; Tolo News; TOLOnews; Ariana News; Pajhwok; Pajhwok Afghan News; Khaama Press
NDTV; The Hindu; Hindustan Times; Times of India; The Times of India; Indian Express; The Kyiv Independent
Kyiv Independent; Kyiv Post; Ukrainska Pravda; Hromadske; Suspilne; Meduza; Novaya Gazeta; Kommersant; Vedomosti
Dozhd; Rossiya 1; Premium Times; Daily Trust; ThisDay; Sahara Reporters; Daily Nation
The East African; Addis Standard; Sudan Tribune; Eye Radio; Garowe Online; Hiiraan Online; Mada Masr
Ahram Online; Al-Ahram; The Irrawaddy; Irrawaddy; Myanmar Now; Mizzima; Frontier Myanmar; Rappler
Philippine Daily Inquirer; The Straits Times; South China Morning Post; Global Times; People's Daily
The Globe and Mail; The Sydney Morning Herald; Irish Times; The Irish Times; The Scotsman; Human Rights Radio
UN Radio; UN News; Vatican News; Rudaw; Kurdistan 24; Shafaq News; Al-Masirah; Al Masirah
""")

_BODIES = _lines("""
United Nations; UN; U.N.; UN Security Council; U.N. Security Council; Security Council; UN General Assembly
U.N. General Assembly; General Assembly; UN Human Rights Council; Human Rights Council; UN human rights office
U.N. human rights office; Office of the High Commissioner for Human Rights; OHCHR; UN refugee agency
U.N. refugee agency; UNHCR; Unicef; UNICEF; UN children's fund; World Health Organization
World Health Organisation; WHO; World Food Programme; World Food Program; WFP; UNRWA; OCHA; UNDP; UNFPA; UNESCO
Unesco; IOM; International Organization for Migration; International Organisation for Migration; IAEA; UNAMA
UNAMI; UNSMIL; MONUSCO; MINUSMA; MINUSCA; UNMISS; UNAMID; UNIFIL; UNTSO; AMISOM; ATMIS
International Criminal Court; ICC; International Court of Justice; ICJ; European Union; EU; European Commission
European Council; European Parliament; NATO; Nato; OSCE; Organization for Security and Co-operation in Europe
African Union; AU; Arab League; ECOWAS; IGAD; ASEAN; GCC; Gulf Cooperation Council; OIC
Organisation of Islamic Cooperation; G7; G20; IMF; World Bank; Council of Europe; Interpol; Europol; OPCW
Kremlin; White House; Pentagon; State Department; US State Department; U.S. State Department; Downing Street
Foreign Office; Elysee; Elysée; Élysée; Elysee Palace; Élysée Palace; Vatican; Holy See; Verkhovna Rada
State Duma; Duma; Knesset; Majlis; Bundestag; Capitol Hill; Congress; US Congress; US Central Command
U.S. Central Command; Centcom; CENTCOM; Africom; AFRICOM; CIA; FBI; NSA; MI6; Mossad; Shin Bet; FSB; GRU; SBU
ISI
""")

_CHARITIES = _lines("""
Red Cross; International Committee of the Red Cross; ICRC; Red Crescent
International Federation of Red Cross and Red Crescent Societies; IFRC; Syrian Arab Red Crescent
Palestine Red Crescent; Palestinian Red Crescent; Afghan Red Crescent; Turkish Red Crescent
Doctors Without Borders; Médecins Sans Frontières; Medecins Sans Frontieres; MSF; Save the Children; Oxfam; CARE
CARE International; Mercy Corps; Norwegian Refugee Council; Danish Refugee Council
International Rescue Committee; IRC; World Vision; Islamic Relief; Caritas; Handicap International
Humanity & Inclusion; Human Rights Watch; HRW; Amnesty International; Amnesty; Bellingcat; Airwars
Iraq Body Count; Syrian Observatory for Human Rights; SOHR; Syrian Network for Human Rights; SNHR; White Helmets
Syria Civil Defence; Syrian Civil Defence; Physicians for Human Rights; Reporters Without Borders; RSF
Committee to Protect Journalists; CPJ; Conflict Intelligence Team; CIT; Forensic Architecture; ACLED
Armed Conflict Location and Event Data Project; Armed Conflict Location & Event Data Project; Mwatana
Mwatana for Human Rights; B'Tselem; Yesh Din; Al-Haq; Al Mezan; Euro-Med Human Rights Monitor
Cluster Munition Coalition; HALO Trust; Halo Trust; Mines Advisory Group; Greenpeace; International Crisis Group
Crisis Group; Chatham House; RUSI; Royal United Services Institute
International Institute for Strategic Studies; IISS; Brookings Institution; RAND; Rand Corporation; CSIS
Center for Strategic and International Studies; Institute for the Study of War; ISW; Atlantic Council
Carnegie Endowment; Council on Foreign Relations; CNA; SIPRI; Wilson Center; Jamestown Foundation; Soufan Group
Enough Project; Maxar; Maxar Technologies; Planet Labs; Syrian Archive; Action on Armed Violence
""")

_ARMED = _lines("""
Taliban; Taleban; Afghan Taliban; Pakistani Taliban; Tehreek-e-Taliban Pakistan; TTP; Haqqani network; al-Qaeda
al-Qaida
Al-Qaeda; Al-Qaida; Al Qaeda; al Qaeda; Islamic State; Islamic State group; ISIS; ISIL; Isis; Daesh; Da'esh; Dae'sh
Daish; ISIS-K; IS-K; ISWAP; Islamic State in Iraq and the Levant; Islamic State of Iraq and Syria
Islamic State West Africa Province; Boko Haram; al-Shabab; al-Shabaab; Al-Shabab; Al-Shabaab; Al Shabaab; Hamas
Islamic Jihad; Palestinian Islamic Jihad; Fatah; Qassam Brigades; Hezbollah; Hizbollah; Hizbullah; Houthis
Houthi; Ansar Allah; Ansarullah; Hayat Tahrir al-Sham; HTS; al-Nusra Front; Nusra Front; Jabhat al-Nusra
Jabhat Fateh al-Sham; Ahrar al-Sham; Jaish al-Islam; Jaysh al-Islam; Free Syrian Army; FSA
Syrian Democratic Forces; SDF; YPG; PYD; PKK; Kurdistan Workers' Party; Peshmerga; peshmerga
Popular Mobilization Forces; Popular Mobilisation Forces; Hashd al-Shaabi; Kataib Hezbollah; Asaib Ahl al-Haq
Abu Sayyaf; New People's Army; NPA; MILF; Moro Islamic Liberation Front; Lashkar-e-Taiba; Lashkar-e-Jhangvi
Jaish-e-Mohammad; Jamaat-ul-Ahrar; Jundullah; FARC; ELN; Sendero Luminoso; Shining Path
Farabundo Marti National Liberation Front; FMLN; LTTE; Tamil Tigers; Naxalites; IRA; ETA; Rapid Support Forces
RSF; Janjaweed; SPLM; SPLA; SPLM-N; SPLM-IO; TPLF; OLF; Oromo Liberation Army; Fano; M23; FDLR; ADF
Allied Democratic Forces; CODECO; Lord's Resistance Army; LRA; Seleka; UPC; anti-Balaka; JNIM; Ansaru; Wagner
Wagner Group; Azov Battalion; Azov Regiment; Revolutionary Guards; Revolutionary Guard
Islamic Revolutionary Guard Corps; IRGC; Quds Force; Basij; Libyan National Army; LNA
Government of National Accord; GNA; Tatmadaw; Arakan Army; Kachin Independence Army; KIA; Karen National Union
KNU; People's Defence Force; Israel Defense Forces; Israeli Defence Forces; IDF; Palestinian Authority; PLO
PFLP; Red Army; Contras; Provisional IRA
Islamic State of Iraq and the Levant; Islamic State of Iraq and Levant; Islamic State of Iraq and al-Sham
Islamic State of Iraq; Islamic State in Iraq; Islamic State in Iraq and Syria; Islamic State Khorasan Province
Islamic State Khorasan; Islamic State in Khorasan; Islamic State in the Greater Sahara; Islamic State Sinai Province
Islamic State Sahel Province; ISGS; ISKP; al-Qaeda in Iraq; al-Qaida in Iraq; Al-Qaeda in Iraq; Al Qaeda in Iraq
al-Qaeda in the Arabian Peninsula; al-Qaida in the Arabian Peninsula; Al-Qaeda in the Arabian Peninsula
Al Qaeda in the Arabian Peninsula; AQAP; al-Qaeda in the Islamic Maghreb; al-Qaida in the Islamic Maghreb
Al-Qaeda in the Islamic Maghreb; Al Qaeda in the Islamic Maghreb; AQIM; al-Qaeda in the Indian Subcontinent; AQIS
AQI; Kurdistan Regional Government; KRG
""")

KNOWN: frozenset[str] = frozenset((*_OUTLETS, *_BODIES, *_CHARITIES, *_ARMED))
OUTLETS: frozenset[str] = frozenset(_OUTLETS)

# Last words of outlets' names; a capitalised run that ends with one names an outlet.
OUTLET_NOUNS = _words("""
fm post times herald courier observer tribune gazette review journal chronicle monitor guardian telegraph mail express
standard star sun mirror echo globe inquirer examiner dispatch bulletin register reporter independent advocate
record weekly daily today news tv radio television channel magazine newspaper newswire wire digest mercury sentinel
leader argus press voice pravda novosti broadcasting ledger beacon clarion bugle intelligencer messenger tidings insider
""")

# Nouns that name a body when capitalised at the end, or before "of"/"for", in a run of capitalised words.
HEADS = _words("""
ministry department agency service services council committee commission bureau authority administration office
directorate secretariat board tribunal court parliament assembly senate congress cabinet embassy consulate mission
police army forces force guard guards navy command corps brigade brigades battalion regiment division militia front
movement party union league alliance coalition organisation organization association federation confederation
foundation institute institution university college academy centre center society group network initiative project
trust fund relief observatory programme program crescent bank corporation company brigade congress watch
international forum syndicate church patriarchate diocese archdiocese brotherhood hospital airlines university
legion resistance taskforce vanguard mujahideen commandos inc ltd plc llc minerals mining industries enterprises
holdings petroleum airways guild consortium inquiry
panel government marines pd fd peshmerga rescue
""")
# Of these a capital alone does not make a body: "Heavy Forces", "Tahrir Hospital" is a place.
PLACE_HEADS = _words("hospital university college church center centre court bank")

# Nouns that name a body in lower case, where a modifier from below or a nationality stands before them.
SMALL_HEADS = _words("""
ministry department agency service council committee commission bureau authority authorities administration office
directorate secretariat board police army military navy government guard parliament cabinet inquiry centre center
hub presidency embassy consulate mission command junta defence-forces forces coastguard regulator union court
coalition
""")
MODIFIERS = _words("""
health interior defence defense foreign justice finance education information emergency emergencies civil regional
national federal provincial municipal local district city state county central crisis disaster disaster-management
rescue human rights humanitarian refugee children's airport aviation military parliamentary public security
intelligence border coast fire ambulance protection transport electoral election presidential ruling caretaker
transitional interim communications special migration labour labor energy oil telecommunications weather
meteorological geological nuclear police army prison anti-terrorism counter-terrorism anti-terror internal affairs
independent joint military-backed northern southern eastern western armed air naval medical social planning
statistics data media press news prime minister's president's governor's mayor's prosecutor's general attorney
women's
""")
# A body of these needs no modifier, when it speaks or acts.
ACTORS = _words("""
army military government police navy junta gendarmerie coastguard opposition presidency regime coalition
""")
ACTOR_PHRASES = _lines("""
armed forces; air force; coast guard; security forces; defence forces; defense forces; civil guard
national guard; border guards; civil defence; civil defense; military council; ruling council; army command
high command; general staff; interior ministry; defence ministry; defense ministry; health ministry
foreign ministry; fire service; rescue services; emergency services; fire brigade; committee of elders
council of elders
""")

# A class noun right before a name says that the name is a body's: "the aid group Hamra Relief", "news agency Sulo".
CLASS_NOUNS = _words("""
group agency organisation organization charity watchdog network outlet newspaper broadcaster website channel
movement militia faction party ngo think-tank company firm news-agency station newswire daily weekly magazine
group's alliance coalition federation
""")
# Upper-case tokens that are no organisation.
NOT_BODIES = _words("""
uk us usa u.s u.k uae drc car dprk prc ussr gmt utc est pst bst am pm tv gps ied ieds covid covid-19 dna ceo cfo ok
ak ak-47 rpg rpgs bm bm-21 km id ie vip suv faq pdf html http https www url rss sms pr id mp mps gdp hiv aids ngo
ngos manpads icbm uav uavs apc apcs ifv mlrs atgm nbc-suit ad bc ii iii iv vi vii viii xi xii xx ps cctv hd dj pow
pows idp idps p.m a.m read more photo image source also share follow tags advert new live breaking update updated
home world nation sport news video subscribe sign log killed wounded caption glance hot now watch file print get
correction ap-style mr mrs dr edt cdt mdt mst pdt utc+ cet cest vbied vbieds svbied hms uss ddg mri uhf vhf mhz khz
kph mph km/h wwi wwii
""")

# First words of armed groups' names: army, brigade, company, movement, front, party, league, supporters, soldiers ...
GROUP_OPENINGS = frozenset("""
jaish jaysh liwa katibat katiba kataib kata'ib saraya harakat haraka jund jabhat faylaq failaq firqat lashkar asaib
asa'ib ahrar ansar hayat jamaat jama'at jemaah tanzim quwat usbat hizb muntada majlis nusrat fursan suqour sukur
tehrik tehreek
""".split())
# The article that stands before the rest of such a name: "al-Orvel".
WITH_ARTICLE = re.compile(r"(?:al|el|as|ash|ar|at|az|an|ad|ul)[-\u2010\u2011](?=.)", re.IGNORECASE)
