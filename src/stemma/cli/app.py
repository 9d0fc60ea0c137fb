"""The commands. Everything that takes long to load is imported where it is needed: `--help` must answer at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stemma.cli import custody, planning, scaling, watching
from stemma.cli.arguments import CaseArgument, JsonOption
from stemma.tagging import DEFAULT, Size

app = typer.Typer(
    name="stemma", help="A pile of reports in, source-traced incident records out.",
    epilog="Start with: stemma demo", add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]},
)

def _version(value: bool) -> None:
    if value:
        from stemma import __version__

        typer.echo(f"stemma {__version__}")
        raise typer.Exit


@app.callback()
def stemma(version: Annotated[bool, typer.Option("--version", help="Print the version.", callback=_version,
                                                 is_eager=True)] = False) -> None:
    """A pile of reports in, source-traced incident records out."""


@app.command(epilog="Examples: stemma build orvane.case reports/ more.jsonl.gz; stemma build orvane.case --from read/ "
             "--country UA --since 2022-02-28 --until 2022-03-02 --tagger fast")
def build(
    case: CaseArgument,
    paths: Annotated[list[Path] | None, typer.Argument(
        metavar="PATH", help="Files and folders; what a file is is told by its content. Without any, the record of an "
        "existing case is derived anew.", show_default=False)] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes to read with; one per core if not given.",
                                             show_default=False)] = None,
    tagger: Annotated[Size, typer.Option(help="Which trained tagger finds statements beside the rules: the one with "
                                         "the best figures, a small one for archives, or none.")] = DEFAULT,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who reads them in, as the log will say; the name of "
                                           "this machine's user if not given.", show_default=False)] = None,
    source: Annotated[str | None, typer.Option("--from", metavar="DIR", show_default=False, help="Take reports from "
                                               "what stemma scale has written, with all copies of them.")] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", show_default=False, help="With --from: reports that "
                                                "tell of this country; two letters, such as UA.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", show_default=False, help="With --from: of what happened, "
                                              "or was published, on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", show_default=False, help="With --from: on this day or "
                                              "earlier.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", show_default=False, help="With --from: with a claim of "
                                             "this kind, such as killed.")] = None,
    json: JsonOption = False,
) -> None:
    """Read reports into a case and derive its incident records."""
    from stemma import casework
    from stemma.cli import console, record, slicing

    with console.progress() as tell:
        part = slicing.part_of(source, since, until, country, kind, tell)
        built = casework.build(case, [str(path) for path in paths or ()], jobs, tell, tagger, by, part=part)
    if json:
        console.print_json(built)
    else:
        console.print_lines([*slicing.part_lines(part), *record.built_lines(built)])


@app.command("collect", epilog="Examples: stemma collect orvane.case https://orvanepost.example/feed.xml; "
             "stemma collect orvane.case https://orvanepost.example/story reports/ --by Ada")
def collect_(
    case: CaseArgument,
    sources: Annotated[list[str], typer.Argument(
        metavar="URL|FEED|FILE", help="Addresses of pages, feeds and sitemaps; files and folders as stemma build "
        "takes them.", show_default=False)],
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who collects, as the log will say; the name of this "
                                           "machine's user if not given.", show_default=False)] = None,
    contact: Annotated[str, typer.Option(metavar="WHERE", help="An e-mail address or a page, told to every server, "
                                         "where you can be reached.", show_default=False)] = "",
    delay: Annotated[float | None, typer.Option(metavar="SECONDS", show_default=False, help="Pause between two "
                                                "requests to a host; 2 if not given, longer where its robots.txt "
                                                "asks for it.")] = None,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", show_default=False, help="Most pages of feeds and "
                                              "sitemaps in this run; 1000 if not given.")] = None,
    megabytes: Annotated[int | None, typer.Option(min=1, metavar="N", show_default=False, help="Ask for nothing more "
                                                  "once answers of so many have come; 2000 if not given.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Visit pages of feeds and sitemaps again that the case has, to "
                                        "see whether they changed.")] = False,
    allow_private: Annotated[list[str] | None, typer.Option(
        "--allow-private", metavar="HOST", show_default=False, help="A host that may be asked although it is not on "
        "the public internet, or at an unusual port.")] = None,
    json: JsonOption = False,
) -> None:
    """Fetch pages, feeds and sitemaps into a case, and derive its incident records.

    Every answer is kept as it came, with its time and digest. A run that was interrupted goes on when it is started
    again.
    """
    from stemma.cli import collecting, console, record
    from stemma.collecting.into_case import collect

    options = collecting.options_of(by, contact, delay, limit, allow_private or [], again, megabytes)
    with console.progress() as tell:
        collected = collect(case, sources, options, tell)
    if json:
        return console.print_json(collected)
    return console.print_lines([*collecting.collected_lines(collected), "", *record.built_lines(collected.built)])


@app.command(epilog="Examples: stemma show orvane.case; stemma show orvane.case 1")
def show(
    case: CaseArgument,
    incident: Annotated[str | None, typer.Argument(
        metavar="INCIDENT", help="Its number in the list, or its id; without it the list of incidents.",
        show_default=False)] = None,
    problems: Annotated[bool, typer.Option("--problems", help="List what could not be read or done.")] = False,
    json: JsonOption = False,
) -> None:
    """Print the incidents of a case, or the record of one of them."""
    from stemma import casework
    from stemma.cli import console, record

    if problems:
        found = casework.problems_of(case)
        return console.print_json(found) if json else console.print_lines(record.problem_lines(found))
    view = record.case_view(casework.record_of(case))
    if incident is None:
        return console.print_json(record.rows_of(view)) if json else console.print_lines(
            record.list_lines(view, console.width()))
    chosen = record.chosen(view, incident)
    if json:
        return console.print_json(chosen)
    return console.print_lines(record.incident_lines(view, chosen, console.width()))


@app.command(epilog="Examples: stemma trace orvane.case 12; stemma trace orvane.case c-3f9a21b4c07d")
def trace(
    case: CaseArgument,
    claim: Annotated[str, typer.Argument(
        metavar="CLAIM", help="The number of a sentence, as stemma show and the page print it in brackets, or the id "
        "of a claim or statement, or its beginning.", show_default=False)],
    json: JsonOption = False,
) -> None:
    """Print where a figure comes from.

    The chain back to the act of reporting, the outlets, acts and independent sources that carry it, and what became of
    it in other reports.
    """
    from stemma import casework
    from stemma.cli import console, tracing

    found = tracing.traces(casework.record_of(case), claim)
    if json:
        return console.print_json(found)
    return console.print_lines(tracing.trace_lines(found, console.width()))


@app.command(epilog="Examples: stemma compare orvane.case A C; stemma compare orvane.case courier post")
def compare(
    case: CaseArgument,
    first: Annotated[str, typer.Argument(metavar="DOC", help="A report: its letter, its file's name without the "
                                         "ending, its outlet or its id.", show_default=False)],
    second: Annotated[str, typer.Argument(metavar="DOC", help="Another report.", show_default=False)],
    json: JsonOption = False,
) -> None:
    """Print two reports side by side.

    How they relate, which passages they share, and what one changed in them.
    """
    from stemma import casework
    from stemma.cli import console, tracing

    found = tracing.comparison(casework.record_of(case), first, second)
    if json:
        return console.print_json(found)
    return console.print_lines(tracing.comparison_lines(found, console.width()))


@app.command(epilog="Examples: stemma code orvane.case 1; stemma code orvane.case 1 --convention acled")
def code(
    case: CaseArgument,
    incident: Annotated[str | None, typer.Argument(
        metavar="INCIDENT", help="Its number in the list, or its id; without it all incidents.",
        show_default=False)] = None,
    convention: Annotated[str | None, typer.Option(
        metavar="NAME", help="acled, ucdp, airwars, ibc, ohchr, or a file of your own that ends in .toml; without it "
        "all of them side by side.", show_default=False)] = None,
    json: JsonOption = False,
) -> None:
    """Print incidents as coding conventions record them, with the reason for each value."""
    from stemma import casework
    from stemma.cli import coding, console

    record = casework.record_of(case)
    found = coding.coded(record, incident, convention)
    for wrong in coding.left_out(convention):
        typer.echo(f"stemma: left out: {wrong}", err=True)
    if json:
        return console.print_json(found)
    return console.print_lines(coding.lines_of(record, found, incident is not None, console.width()))


@app.command(epilog="Examples: stemma brief orvane.case 1; stemma brief orvane.case i-3f9a21b4c07d")
def brief(
    case: CaseArgument,
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="Its number in the list of stemma show, its id or "
                                            "the beginning of it.", show_default=False)],
    json: JsonOption = False,
) -> None:
    """Print an incident on one page: what is known, claimed, disputed and not known.

    Plain sentences made by rules from the record, each with the numbers of the sentences it rests on.
    """
    from stemma import casework
    from stemma.cli import brief as briefs
    from stemma.cli import console

    found = briefs.brief(casework.record_of(case), incident)
    if json:
        return console.print_json(found)
    return console.print_lines(briefs.brief_lines(found, console.width()))


@app.command(epilog="Example: stemma report orvane.case -o orvane.html")
def report(
    case: CaseArgument,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.html", help="Where to write the page.",
                                         show_default=False)],
    title: Annotated[str | None, typer.Option(help="Title of the page; the main incident's if not given.",
                                              show_default=False)] = None,
) -> None:
    """Write the case as one web page that needs no network."""
    from stemma import casework
    from stemma.cli import console
    from stemma.report import render

    with console.progress() as tell:
        tell("Writing the page", 0, None)
        page = render(casework.record_of(case), title)
    console.write_file(output, page.encode("utf-8"))
    console.print_lines([f"Written: {output}"])


@app.command(epilog="Examples: stemma plot orvane.case 1 --what timeline -o orvane.svg; "
             "stemma plot orvane.case --what map -o orvane.png")
def plot(
    case: CaseArgument,
    output: Annotated[Path, typer.Option("-o", "--output", "--out", metavar="FILE", show_default=False,
                                         help="Where to write: .svg or .png.")],
    incident: Annotated[str | None, typer.Argument(
        metavar="INCIDENT", help="Its number in the list, or its id; without it the main one, and for a map all.",
        show_default=False)] = None,
    what: Annotated[str, typer.Option(metavar="toll|map|timeline", help="What to draw.")] = "toll",
    coarsen: Annotated[float | None, typer.Option(
        metavar="KM", show_default=False, help="Put each place of the map into the middle of a grid cell of so many "
        "kilometres.")] = None,
) -> None:
    """Draw the toll, the map or the timeline of an incident into a file.

    A PNG needs one more library: pip install 'stemma[png]'.
    """
    from stemma import casework
    from stemma.cli import console
    from stemma.cli import plot as plots
    from stemma.errors import UsageError

    if what not in ("toll", "map", "timeline"):
        raise UsageError(f"--what is toll, map or timeline, not {what!r}.")
    with console.progress() as tell:
        tell("Drawing", 0, None)
        content = plots.plot(casework.record_of(case), incident, what, plots.ending_of(output), coarsen)
    console.write_file(output, content)
    console.print_lines([f"Written: {output}"])


@app.command(epilog="Examples: stemma export orvane.case --to list; stemma export orvane.case --to csv -o orvane.csv")
def export(
    case: CaseArgument,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="The format; 'list' names them all.",
                                    show_default=False)],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", show_default=False,
                                                help="Where to write; standard output if not given.")] = None,
    coarsen: Annotated[float | None, typer.Option(
        metavar="KM", show_default=False, help="Put each place into the middle of a grid cell of so many kilometres, "
        "so that no home is shown. Names and quoted words stay.")] = None,
    columns: Annotated[str | None, typer.Option(
        metavar="NAMES", show_default=False, help="Of a table only these columns, in this order: id,low,high.")] = None,
    status: Annotated[str | None, typer.Option(
        metavar="published|reviewed", show_default=False, help="Only incidents that people have signed as "
        "published, or at least as reviewed.")] = None,
    private: Annotated[bool, typer.Option(
        "--private", help="Withhold the names of private people (officials stay) and coarsen places, to 10 km if "
        "--coarsen names no other size.")] = False,
) -> None:
    """Write the record in a format that other tools read.

    Incidents that a format cannot hold, or not in full, are named on standard error; where only signed ones are asked
    for, also those that have changed since.
    """
    from stemma import casework, exporters
    from stemma.cli import console, record
    from stemma.errors import UsageError
    from stemma.exporters import formats

    known = formats()
    if to == "list":
        return console.print_lines(record.format_lines(known))
    if to not in known:
        raise UsageError(f"No format is called {to!r}; there are: {', '.join(sorted(known))}.")
    with console.progress() as tell:
        tell("Writing", 0, None)
        held = casework.record_of(case)
        names = tuple(name.strip() for name in (columns or "").split(",") if name.strip())
        options = exporters.Options(coarsen, casework.judgements_of(case), names, status, private=private)
        content = exporters.export(known[to], held, options)
        remarks = list(exporters.remarks(known[to], held, options))
    console.print_remarks(remarks)
    if output is None:
        return console.print_bytes(content)
    console.write_file(output, content)
    return console.print_lines([f"Written: {output}"])


@app.command(epilog="Examples: stemma review orvane.case; stemma review orvane.case 1")
def review(
    case: CaseArgument,
    incident: Annotated[str | None, typer.Argument(
        metavar="INCIDENT", help="Its number in the list of stemma show, or its id; without it the whole case.",
        show_default=False)] = None,
    json: JsonOption = False,
) -> None:
    """Print what people should decide, what matters most first.

    Each question says why the program is unsure and what an answer would change.
    """
    from stemma.cli import console, judging
    from stemma.store import shown

    look, found = judging.queue(case, incident)
    if json:
        return console.print_json(found)
    return console.print_lines(judging.queue_lines(look, found, shown(case), console.width()))


@app.command(epilog="Examples: stemma judge orvane.case q-3f9a21b4c07d --answer 1 --by Ada; "
             "stemma judge orvane.case same_incident 12 40 --no --by Ada --note 'other streets'")
def judge(
    case: CaseArgument,
    what: Annotated[str, typer.Argument(
        metavar="KIND", help="A question's id as stemma review prints it, or a kind: claim, value, missed, "
        "same_incident, same_party, party_name, same_place, copy_of, sign_off.", show_default=False)],
    targets: Annotated[list[str] | None, typer.Argument(
        metavar="TARGET", help="Of a kind: the number of a sentence as stemma show prints it in brackets, an id or its "
        "beginning; a report by letter, name or outlet; a name in a report as 'A:Mira Tolvan'.",
        show_default=False)] = None,
    answer: Annotated[str | None, typer.Option("--answer", metavar="KEY", show_default=False,
                                               help="Of a question: the key of the answer.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Yes, it is so.")] = False,
    no: Annotated[bool, typer.Option("--no", help="No, it is not.")] = False,
    unsure: Annotated[bool, typer.Option("--unsure", help="You looked and cannot tell.")] = False,
    value: Annotated[str | None, typer.Option("--set", metavar="JSON", show_default=False,
                                              help="The value, for kinds that take one.")] = None,
    words: Annotated[str, typer.Option(metavar="WORDS", help="Of a claim that was missed: its words in the report.",
                                       show_default=False)] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides.", show_default=False)] = "",
    note: Annotated[str, typer.Option(metavar="WHY", help="Why.", show_default=False)] = "",
    build: Annotated[bool, typer.Option("--build", help="Bring the record up to date at once.")] = False,
    json: JsonOption = False,
) -> None:
    """Decide something: answer a question of stemma review, or correct what you saw yourself.

    It is kept for ever with your name; stemma withdraw takes it back.
    """
    from stemma.cli import console, judging
    from stemma.store import shown

    given = judging.answer_of(what, yes, no, unsure, value, by, note)
    decided = judging.judge(case, what, targets or (), given, answer, words)
    rebuilt = judging.rebuilt(case) if build else None
    if json:
        return console.print_json(decided)
    return console.print_lines(judging.decided_lines(decided, shown(case), rebuilt))


@app.command(epilog="Example: stemma withdraw orvane.case j-3f9a21b4c07d --by Ada --note 'the wrong report'")
def withdraw(
    case: CaseArgument,
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", show_default=False,
                                             help="Its id as stemma log prints it, or its beginning.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who withdraws it.", show_default=False)] = "",
    note: Annotated[str, typer.Option(metavar="WHY", help="Why.", show_default=False)] = "",
    build: Annotated[bool, typer.Option("--build", help="Bring the record up to date at once.")] = False,
) -> None:
    """Take back what somebody decided. It stays in the log, marked as withdrawn."""
    from stemma.cli import console, judging
    from stemma.store import shown

    withdrawn = judging.withdraw(case, judgement, by, note)
    rebuilt = judging.rebuilt(case) if build else None
    console.print_lines([f"Withdrawn: {withdrawn.id}", judging.next_step(shown(case), rebuilt)])


@app.command(epilog="Example: stemma log orvane.case")
def log(case: CaseArgument, json: JsonOption = False) -> None:
    """Print what people decided and withdrew: who, when and why."""
    from stemma.cli import console, judging

    rows = judging.log_rows(case)
    return console.print_json(rows) if json else console.print_lines(judging.log_lines(rows, console.width()))


@app.command(epilog="Example: stemma check orvane.case")
def check(
    case: CaseArgument,
    rebuild: Annotated[
        bool, typer.Option("--rebuild/--no-rebuild", help="Derive the record anew, and compare.")
    ] = True,
    ca: Annotated[Path | None, typer.Option("--ca", metavar="FILE", show_default=False, help="Certificates of "
                                            "timestamp authorities to trust (PEM): verify signatures too.")] = None,
    json: JsonOption = False,
) -> int:
    """Check that a case file is whole.

    Looks at every digest, every quotation and every link between rows, at the log and what it tells of, and whether
    deriving the record anew gives the same rows; exit status 1 where something is wrong.
    """
    from stemma import casework
    from stemma.cli import console, record
    from stemma.store import shown

    with console.progress() as tell:
        tell("Checking", 0, None)
        wrong = casework.check(case, rebuild, ca)
    if json:
        console.print_json(wrong)
    else:
        behind = rebuild and not wrong and casework.is_behind(case)
        console.print_lines(record.check_lines(shown(case), wrong, behind))
    return 1 if wrong else 0


@app.command(epilog="Example: stemma demo --out somewhere")
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the case and its page go.")] = Path("out"),
    json: JsonOption = False,
) -> None:
    """Build the sample case and print its main record.

    The reports are invented and come with Stemma; the case and its page go to a folder.
    """
    from stemma.cli import console, record, sample

    with console.progress() as tell:
        made = sample.make(out, tell)
    if json:
        return console.print_json({"built": made.built, "page": made.page})
    view = record.case_view(made.record)
    lines = record.built_lines(made.built)[:-1]
    if view.incidents:
        lines = [*record.incident_lines(view, view.incidents[0], console.width()), "", *lines]
    return console.print_lines([*lines, "", f"The page:    {made.page}", f"The case:    {made.built.case}",
                                f"Look on:     stemma show {made.built.case}",
                                f"Work on it:  stemma serve {made.built.case}"])


@app.command(epilog="Examples: stemma serve orvane.case; stemma serve postgresql://desk@db.example/orvane")
def serve(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case file, or the address of a PostgreSQL database.",
                                        show_default=False)],
    host: Annotated[str, typer.Option(help="Address to listen on; others than this machine need accounts.")
                    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8300,
    name: Annotated[str | None, typer.Option(help="Who decides, as the log will say; the name of this machine's user "
                                             "if not given. With accounts it is who has signed in.",
                                             show_default=False)] = None,
    accounts: Annotated[bool, typer.Option("--accounts", help="Ask everybody to sign in; always so on PostgreSQL.")
                        ] = False,
    public: Annotated[list[str] | None, typer.Option(
        "--public-name", metavar="NAME", show_default=False, help="A further name under which browsers reach it, for "
        "example behind a proxy.")] = None,
    https: Annotated[bool, typer.Option("--https", help="Browsers reach it over HTTPS only, through a proxy.")] = False,
) -> None:
    """Open the workbench: review, correct and sign in a browser.

    Serves one case to this machine, or with accounts to a team.
    """
    from stemma.cli import serving

    serving.serve(case, host, port, name, accounts, public or [], https)


@app.command(epilog="Examples: stemma account postgresql://desk@db.example/orvane add mira --role lead; "
             "stemma account orvane.case list")
def account(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case file, or the address of a PostgreSQL database.",
                                        show_default=False)],
    what: Annotated[str, typer.Argument(metavar="list|add|role|password|disable|enable", help="What to do.",
                                        show_default=False)],
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Whose account.", show_default=False)] = None,
    role: Annotated[str, typer.Option(metavar="viewer|coder|lead", help="What the account may do.")] = "coder",
    by: Annotated[str | None, typer.Option(help="Who does this, as the log will say; the name of this machine's user "
                                           "if not given.", show_default=False)] = None,
    json: JsonOption = False,
) -> None:
    """Make and change the accounts of a case that is served to a team.

    A password is asked for, or read from the first line of standard input; it is never given on the command line.
    """
    from stemma.cli import accounts, console

    found = accounts.account(case, what, name, role, by)
    if json:
        return console.print_json(found)
    return console.print_lines(accounts.lines_of(found))


custody.register(app)
watching.register(app)
scaling.register(app)
planning.register(app)
