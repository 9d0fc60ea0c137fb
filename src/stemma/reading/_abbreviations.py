"""Abbreviations of English news prose, without their last full stop, and the words that begin a sentence after one."""

from __future__ import annotations

# Never the last word of a sentence: what they shorten stands before a name or a number.
INNER = frozenset(
    "Mr Mrs Ms Mx Dr Prof Fr Rev Revd Hon Sr Sra Mt St Ste Sen Sens Rep Reps Gov Govs Pres Amb Att Atty Supt Insp "
    "Det Gen Lt Col Maj Capt Cmdr Cdr Comdr Cpl Sgt Pvt Pfc Adm Brig Cmdt Comm Commr Asst Msgr Ft Fig Vol Ch Sec "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec vs ca approx Ltn Ens Spc WO Sgts Cols Gens Sheikh-Dr Eng "
    "Ing Dep Cllr Mme Mlle Sh Pte L/Cpl Gp Wg Sqn Flt Hajj Alh Engr Barr Pst Bp Abp Pfc Tech Mj e.g i.e cf viz al "
    "Lt.Col Brig.Gen Maj.Gen Lt.Gen Col.Gen M.Sgt Ph".split()
)
# May end a sentence: only what follows tells.
ENDING = frozenset(
    "u.s u.k u.n e.u u.a.e d.c n.y l.a a.m p.m etc inc ltd co corp bros jr sr ave rd blvd dept km kg "
    "lb lbs hrs tel ext univ assn govt prov ph.d m.d b.a m.a u.s.s.r n.a.t.o".split()
)
# Common first words of a sentence; after "U.S." or an initial only these begin a new one.
STARTERS = frozenset(
    "The A An In On At It Its He She They We I You This That These Those There But And Or So Yet If When While As "
    "After Before Since Although Though However Meanwhile Earlier Later Also Both Some Many Most Several One Two "
    "Three No Not His Her Their Our My For From With By To Of What Who Why How Where According Officials Police "
    "Witnesses Residents Despite During Last Under Among More At-least Another Other Such All Each Every Only "
    "Even Once Until Now Then Here Video Videos Reports Authorities".split()
)
