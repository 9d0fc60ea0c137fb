"""Weapons as reports name them: what is written -> the short name and the family.

A general list, by family; of several names in one sentence that belong to one family the most exact one is kept.
Families "platform" (an aircraft or vehicle is a weapon only where it attacks) and "event" ("shelling of X") have
conditions of their own in `weapon.py`.
"""

from __future__ import annotations

from stemma.kinds._phrases import WordList

# family: canonical = written forms, separated by "/"; the canonical name itself is a form too.
_FAMILIES = {
    "rocket": """
        rockets = rocket / rocket fire / rocket attack / rocket attacks / rocket salvo / rocket barrage
            / unguided rockets
        BM-21 Grad rockets = bm-21 grad / bm-21 / bm 21 grad / bm 21 / grad missile / grad missiles
        Grad rockets = grad / grads / grad rocket
        Smerch rockets = smerch / bm-30
        Uragan rockets = uragan / bm-27
        Tornado rockets = tornado-s / tornado-g
        Katyusha rockets = katyusha / katyushas / katyusha rocket
        Qassam rockets = qassam / qassams / qassam rocket
        Fajr rockets = fajr-5 / fajr-3
        HIMARS rockets = himars
        107mm rockets = 107mm rocket / 107 mm rockets / 107-millimeter rockets
        122mm rockets = 122mm rocket / 122 mm rockets / 122-millimeter rockets
            / 122-millimetre rockets
        220mm rockets = 220mm rocket / 220 mm rockets
        multiple rocket launchers = multiple rocket launcher / multiple launch rocket systems / mlrs / rocket launcher
            / rocket launchers / multiple launch rocket system / rocket launcher systems
            / multiple rocket launcher systems
        rocket artillery = rocket artillery fire
    """,
    "missile": """
        missiles = missile / missile fire / missile strike / missile strikes / missile attack / missile attacks
        cruise missiles = cruise missile
        ballistic missiles = ballistic missile
        hypersonic missiles = hypersonic missile
        long-range missiles = long-range missile / long-range missile fire
        guided missiles = guided missile
        air-to-ground missiles = air-to-surface missiles / air-to-surface missile / air-to-ground missile
        anti-tank missiles = anti-tank missile / anti-tank guided missile / anti-tank guided missiles
        surface-to-air missiles = surface-to-air missile
        S-300 missiles = s-300 / s-300 missile
        S-400 missiles = s-400 / s-400 missile
        Iskander missiles = iskander / iskanders / iskander missile / iskander-m
        Kalibr missiles = kalibr / kalibr missile / kalibrs
        Kinzhal missiles = kinzhal / kinzhals
        Kh-22 missiles = kh-22
        Kh-101 missiles = kh-101
        Tochka-U missiles = tochka-u / tochka u / tochka
        Scud missiles = scud / scuds / scud missile
        Tomahawk missiles = tomahawk / tomahawks / tomahawk missile
        Hellfire missiles = hellfire / hellfires / hellfire missile
        Storm Shadow missiles = storm shadow / storm shadows
        ATACMS missiles = atacms
        Burkan missiles = burkan
        laser-guided missiles = laser-guided missile
        anti-ship missiles = anti-ship missile
        long-range weapons = long-range weapon / long range weapons
        precision weapons = precision weapon / long-range precision weapons / high-precision long-range weapons
            / precision-guided weapons / precision-guided munitions / precision-guided munition / precision munitions
        high-explosive warheads = high-explosive warhead
        air-defence interceptors = interceptor missile / interceptor missiles / stray interceptor / interceptors
            / air-defence interceptor / air-defence missile / air-defence missiles / air-defense missile
            / air-defense missiles / anti-aircraft missile / anti-aircraft missiles / air-defense interceptor
    """,
    "artillery": """
        artillery = artillery fire / artillery shelling / artillery barrage / artillery attack / artillery attacks
            / artillery strike / artillery strikes / artillery bombardment / barrel artillery / howitzer / howitzers
        shells = shell / shellfire / shell fire / artillery shell / artillery shells / shell fragments
        tank shells = tank shell / tank fire / tank rounds / tank round / tank shelling
        shelling = shellings / shelled
    """,
    "mortar": """
        mortars = mortar / mortar fire / mortar shell / mortar shells / mortar bomb / mortar bombs / mortar round
            / mortar rounds / mortar attack / mortar attacks / mortar shelling
    """,
    "air": """
        air strike = airstrike / airstrikes / air strikes / air raid / air raids / aerial bombardment
            / air bombardment
            / air attack / air attacks / aerial attack / aerial attacks / aerial raid / aerial strike / aerial strikes
            / bombing raid / bombing raids / aerial bombing / aerial bombings / airstrike / aerial raids
            / air bombing / double-tap strike
        carpet bombing = carpet bombed / carpet bombings / carpet-bombing
        bombs = bomb / aerial bomb / aerial bombs / air-dropped bomb / air-dropped bombs
        air power = airpower
        barrel bombs = barrel bomb
        glide bombs = glide bomb / gliding bombs / gliding bomb / guided bomb / guided bombs / laser-guided bombs
            / laser-guided bomb / guided aerial bombs / guided aerial bomb
        vacuum bombs = vacuum bomb / thermobaric weapons / thermobaric weapon / fuel-air explosive / thermobaric
        bunker-buster bombs = bunker buster / bunker busters / bunker-busting bombs
        bunker bombs = ground-penetrating bombs / ground-penetrating bomb
        FAB-250 bombs = fab-250 / fab-250s
        FAB-1500 bombs = fab-1500 / fab-1500s
        FAB-500 bombs = fab-500 / fab-500s
        JDAM bombs = jdam / jdams
    """,
    "platform": """
        warplanes = warplane / fighter jet / fighter jets / fighter plane / fighter planes / combat aircraft
            / combat jet / military plane / military planes / fighter-bomber / fighter bombers / military aircraft
        aircraft = plane / planes / airplane / airplanes / aeroplane / aeroplanes / bombers
        jets = jet
        helicopters = helicopter / helicopter gunship / helicopter gunships / attack helicopter / attack helicopters
            / military helicopter / military helicopters
        gunships = gunship
        tanks = tank
        warships = warship / gunboat / gunboats
    """,
    "drone": """
        drones = drone / drone strike / drone strikes / drone attack / drone attacks / unmanned aerial vehicle
            / unmanned aerial vehicles / uav / uavs / unmanned aircraft / quadcopter / quadcopters / armed drone
            / armed drones / combat drone / combat drones / attack drone / attack drones / explosive-laden drone
        suicide drones = kamikaze drone / kamikaze drones / suicide drone / exploding drone / exploding drones
            / loitering munition / loitering munitions / one-way attack drones
        sea drones = sea drone / naval drone / naval drones / drone boat / drone boats / explosive-laden boat
        FPV drones = fpv drone / fpv / first-person-view drones
        Shahed drones = shahed / shaheds / shahed drone / shahed-136 / geran-2
        Lancet drones = lancet / lancets
        Bayraktar drones = bayraktar / bayraktar tb2 / bayraktars
    """,
    "cluster": """
        cluster munitions = cluster munition / cluster bomb / cluster bombs / cluster weapons / cluster shells
            / submunitions / bomblets / smerch cluster munitions / cluster warheads / cluster warhead
    """,
    "bomb": """
        suicide bomb = suicide bomber / suicide bombers / suicide bombing / suicide bombings / suicide attacker
            / suicide attackers / suicide attack / suicide attacks / suicide blast / bomber on foot / human bomb
        suicide vest = explosive vest / suicide belt / explosives belt / explosive belt / explosives vest
            / suicide vests
            / vest packed with explosives / explosive-laden vest
        car bomb = car bombs / car bombing / car bombings / car-bomb
            / vehicle-borne improvised explosive device / vbied / vehicle bomb
            / vehicle bombs
        truck bomb = truck bombs / truck bombing / truck bombings / lorry bomb
        motorcycle bomb = motorbike bomb / bicycle bomb
        roadside bomb = roadside bombs / roadside bombing / roadside explosive / roadside device / roadside blast
        improvised explosive device = improvised explosive devices / ied / ieds / improvised bomb / improvised bombs
            / explosive device / explosive devices / improvised explosives
        home-made bombs = homemade bomb / homemade bombs / home-made bomb
            / nail bomb / nail bombs / makeshift bomb / makeshift bombs / backpack bomb / bomb in a bag
            / pipe bomb / pipe bombs / pressure cooker bomb / crude bomb / crude bombs
        time bomb = time bombs / remote-controlled bomb / remotely detonated bomb / magnetic bomb / sticky bomb
            / parcel bomb / letter bomb / bomb blast / bomb attack / bomb attacks / bomb explosion / twin bombings
        explosives = explosive charge / explosive charges / dynamite / tnt / c4 / kilograms of explosives
            / kilos of explosives / detonator
        landmines = landmine / land mine / land mines / anti-personnel mine / anti-personnel mines
            / antipersonnel mine
            / antipersonnel mines / anti-tank mine / anti-tank mines / anti-vehicle mine / mine blast / mine explosion
            / mine exploded / mine went off / hit by a mine / killed by a mine / by a mine
            / hit a mine / struck a mine / stepped on a mine / drove over a mine
            / ran over a mine / set off a mine / triggered a mine / butterfly mines / petal mines
        naval mines = naval mine / sea mine / sea mines
        booby traps = booby trap / booby-trap / booby-trapped
    """,
    "grenade": """
        rocket-propelled grenades = rocket-propelled grenade / rpg / rpgs / rpg-7 / rocket propelled grenades
        hand grenades = hand grenade / stun grenade / stun grenades
        grenades = grenade / grenade attack / grenade launcher / grenade launchers
    """,
    "gun": """
        guns = firearm / firearms / heavy weapons / heavy weapon
        machine guns = machine gun / machinegunned / machine-gunned / heavy machine guns / machinegun
            / machineguns / machine-gun fire / heavy machine gun / submachine gun
            / submachine guns / machine gun fire
        assault rifles = assault rifle / rifles of assault / automatic rifle / automatic rifles
            / automatic weapon / automatic weapons
            / semi-automatic rifle / semi-automatic rifles / automatic gunfire
        Kalashnikov rifles = kalashnikov / kalashnikovs / ak-47 / ak-47s / ak 47 / ak 47s / kalashnikov rifle / ak-74
        rifles = rifle / sniper rifle / sniper rifles / hunting rifle
        snipers = sniper / sniper fire
        pistols = pistol / handgun / handguns / revolver
        shotguns = shotgun
        small arms = small-arms fire / small arms fire / light weapons
        gunfire = automatic fire / heavy gunfire / gun fire / gunshots / bullets / hail of gunfire
            / volley of shots / volleys of gunfire
            / hail of bullets / burst of gunfire / bursts of gunfire
        live ammunition = live rounds / live fire / live bullets
        tear gas = teargas
        rubber bullets = rubber-coated bullets
        anti-aircraft guns = anti-aircraft gun / autocannon
    """,
    "blade": """
        machetes = machete / cutlass / cutlasses / panga / pangas
        clubs = with clubs / with sticks / with iron bars / with wooden clubs
        knives = knife / knife attack / knife-wielding
        axes = axe / hatchets
        bows and arrows = arrows / bow and arrow
        spears = spear
        swords = sword
    """,
    "chemical": """
        chemical weapons = chemical weapon / chemical attack / chemical attacks / poison gas / toxic gas / nerve agent
            / nerve gas / chemical agents / chemical agent
        sarin = sarin gas
        chlorine = chlorine gas / chlorine bombs / chlorine barrels
        mustard gas = sulphur mustard / sulfur mustard
        Novichok = novichok nerve agent
    """,
    "incendiary": """
        white phosphorus = phosphorus bombs / phosphorus shells / phosphorus munitions / phosphorous bombs
            / phosphorus
        flamethrowers = flamethrower / flame thrower / flame throwers
        incendiary weapons = incendiary munitions / incendiary bombs / incendiary bomb / incendiaries
            / incendiary device
        napalm = napalm bombs
        petrol bombs = petrol bomb / molotov cocktail / molotov cocktails / molotovs / bottles of petrol / firebomb
            / firebombs / gasoline bombs / fire bombs / bottles of gasoline
    """,
}

# The broad names of a family: any other name of the family in the same sentence is kept instead.
BROAD = frozenset({
    "rockets", "missiles", "artillery", "shelling", "shells", "air strike", "bombs", "drones", "explosives",
    "grenades", "rifles", "gunfire", "suicide bomb", "aircraft", "jets", "multiple rocket launchers", "time bomb",
    "air power", "guns",
})

_CARRIERS = {
    "car bomb": ("car", "vehicle", "minibus", "van", "taxi", "bus", "pickup", "pick-up", "ambulance", "jeep", "sedan"),
    "truck bomb": ("truck", "lorry", "tanker", "water tanker", "fuel tanker"),
    "motorcycle bomb": ("motorcycle", "motorbike", "bicycle", "rickshaw", "scooter", "cart", "tricycle"),
    "boat bomb": ("boat", "speedboat", "skiff", "dinghy"),
    "bag bomb": ("bag", "suitcase", "backpack", "rucksack", "briefcase", "parcel"),
    "suicide vest": ("vest", "belt", "jacket"),
}
_FILLED = ("packed", "laden", "loaded", "filled", "stuffed", "rigged", "fitted")
_CHARGES = ("explosives", "explosive", "bombs", "dynamite", "fertiliser", "fertilizer", "gas cylinders", "nails",
            "shrapnel", "ball bearings", "gunpowder", "tnt")
_LADEN = ("explosives", "explosive", "bomb")
_SELVES = ("himself", "herself", "themselves", "itself")
_OWN = ("his", "her", "their", "its")


def _entries() -> dict[str, tuple[str, str]]:
    """Written form -> (canonical, family)."""
    entries: dict[str, tuple[str, str]] = {}
    for family, table in _FAMILIES.items():
        for row in table.replace("\n            /", " /").strip().splitlines():
            canonical, _, written = row.partition("=")
            name = canonical.strip()
            for form in (name, *written.split("/")):
                entries.setdefault(form.strip().lower(), (name, family))
    return entries | _suicide_acts() | _carried_bombs() | _devices()


def _suicide_acts() -> dict[str, tuple[str, str]]:
    """"blew himself up", "detonated her belt": attacks in which the bomber dies."""
    blown = [f"{verb} {self} up" for verb in ("blew", "blow", "blows", "blown", "blowing") for self in _SELVES]
    blown += [f"{verb} up {self}" for verb in ("blew", "blowing") for self in _SELVES]
    set_off = [f"{verb} {whose}" for verb in ("detonated", "detonates", "detonating", "detonate")
               for whose in (*_OWN, *_SELVES)]
    return dict.fromkeys((*blown, *set_off, "explosives strapped to", "bomb strapped to"), ("suicide bomb", "bomb"))


def _devices() -> dict[str, tuple[str, str]]:
    """"the device went off", "a device had been planted"; a device that did nothing may be a telephone."""
    acts = ("exploded", "went off", "blew up", "detonated", "planted", "hidden", "concealed", "attached", "buried")
    forms = [f"device {act}" for act in acts]
    forms += [f"device {had} {act}" for had in ("was", "had been") for act in acts[3:]]
    return dict.fromkeys(forms, ("improvised explosive device", "bomb"))


def _carried_bombs() -> dict[str, tuple[str, str]]:
    """"a van packed with explosives", "an explosives-laden boat", "a booby-trapped cart"."""
    forms: dict[str, str] = {}
    for name, carriers in _CARRIERS.items():
        for carrier in carriers:
            forms |= {f"{carrier} {how} with {what}": name for how in _FILLED for what in _CHARGES}
            forms |= {f"{carrier} full of {what}": name for what in _CHARGES}
            forms |= {f"{what} {how} {carrier}": name for how in _FILLED for what in _LADEN}
            forms |= {f"booby trapped {carrier}": name, f"rigged {carrier}": name}
    return {form: (name, "bomb") for form, name in forms.items()}


WEAPONS = WordList(_entries())
