"""The demonstration: the main job on the six ladders that ship, as days and the commands typed on them.

Owns the story and the files it needs; the command line plays it, each day with the clock run to that day.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from escalator.model.text import Text

FOLDER: Final = "demo"
DATABASE: Final = f"{FOLDER}/demo.db"
RESULTS: Final = f"{FOLDER}/resultaten-2025.csv"
SHEET: Final = f"{FOLDER}/scores-2025-Q4.xlsx"
MAIL: Final = f"{FOLDER}/berichten"
READER: Final = "provider@zaan.example.org"
"""Who was told that a term had ended, and then that it had not."""
LETTER: Final = f"{FOLDER}/ingebrekestelling.txt"


@dataclass(frozen=True, slots=True)
class Scene:
    """What is done on a day.

    Attributes:
        told: what is going on, in a sentence or two.
        commands: as typed, without the program's name.
        quietly: more of the same, typed after these and not shown.
        refused: of these, those that are refused, to show how.
    """

    on: date
    told: Text
    commands: tuple[str, ...]
    refused: tuple[str, ...] = ()
    quietly: tuple[str, ...] = ()


_MANAGER: Final = "--role contract_manager --by 'A. de Vries'"

_PEOPLE: Final = {
    "haarlem": ("department_manager",),
    "zaan": ("provider", "contract_manager", "local_team"),
    "wf": ("contractor", "contract_manager", "municipality"),
    "wf-client": ("contractor", "municipality", "nwo"),
    "wonen": ("contractor", "corporation", "contract_owner"),
    "rijk": ("contractor", "account_manager", "contract_manager", "participant_contract_manager"),
}


def _contacts() -> tuple[str, ...]:
    return tuple(
        f"contact add {contract} {role} --name '{role.replace('_', ' ')}' --email {role}@{contract}.example.org"
        for contract, roles in _PEOPLE.items()
        for role in roles
    )


STORY: Final = (
    Scene(
        date(2026, 3, 2),
        Text(
            "Zes contracten, elk onder de ladder van zijn eigen contracttekst, en wie er aangeschreven wordt.",
            "Six contracts, each under the ladder of its own contract, and who is written to.",
        ),
        (
            "init",
            "contract add haarlem --ladder haarlem --start 2025-10-01 --name 'Thuis in de Stad BV'",
            "contract add zaan --ladder zaanstreek --start 2025-10-01 --name 'Zorggroep Zaan'",
            "contract add wf --ladder westfriesland --start 2026-03-01 --name 'Hulpmiddelen West'",
            "contract add wf-client --ladder westfriesland-client --start 2026-03-01 --name 'Hulpmiddelen West'",
            "contract add wonen --ladder housing-matrix --start 2025-10-01 --name 'Bouw en Onderhoud NV'",
            "contract add rijk --ladder rijk-reintegratie --start 2026-03-01 --name 'Weer aan het Werk BV'",
            "contact add haarlem contractor --name 'J. Jansen' --email jansen@example.org",
            "contact add haarlem contract_manager --name 'A. de Vries' --email devries@example.org",
            "contract list",
        ),
        quietly=_contacts(),
    ),
    Scene(
        date(2026, 3, 2),
        Text(
            "De resultaten over 2025 komen binnen, als CSV en als Excel. Eerst kijken, dan vastleggen: wat de norm "
            "niet haalt opent een dossier of wordt voorgesteld, zoals de ladder het zegt.",
            "The results of 2025 come in, as CSV and as Excel. First look, then record: what misses its norm opens a "
            "case or is proposed, as the ladder says.",
        ),
        (
            f"import {RESULTS} --dry-run",
            f"import {RESULTS} --by 'A. de Vries'",
            f"import {SHEET} --by 'A. de Vries'",
            "proposals",
            "proposals accept zaan 2 --role contract_manager --by 'B. Bakker'",
            "proposals decline zaan 3 --reason 'al verbeterd' --by 'B. Bakker'",
            "case list",
        ),
    ),
    Scene(
        date(2026, 3, 13),
        Text(
            "Haarlem: het verbeterplan is op tijd. Bij de woningen wordt een tweede rode tekortkoming vastgelegd: de "
            "matrix tilt het dossier naar een hoger niveau.",
            "Haarlem: the improvement plan is in time. For the homes a second red shortcoming is recorded: the matrix "
            "lifts the case to a higher level.",
        ),
        (
            "record haarlem-2026-1 plan_submitted --on gisteren --by 'J. Jansen'",
            "adjust wonen-2026-1 level1.repair --due 2026-04-01 --reason 'zo afgesproken' --role corporation",
            "record wonen-2026-1 shortcoming_recorded --role corporation --set colour=red --set plan_by=2026-04-10",
            "case show wonen-2026-1",
        ),
    ),
    Scene(
        date(2026, 3, 24),
        Text(
            "Twee managers keuren het plan goed; een persoon kan niet voor beide tekenen. Zaanstreek: gesprek en "
            "brief.",
            "Two managers approve the plan; one person cannot sign for both. Zaanstreek: meeting and letter.",
        ),
        (
            f"approve haarlem-2026-1 --on 2026-03-20 {_MANAGER} --set checklist.specific=ja",
            "approve haarlem-2026-1 --role department_manager --by 'A. de Vries'",
            "approve haarlem-2026-1 --role department_manager --by 'B. Bakker'",
            "record zaan-2026-1 meeting_held --on 2026-03-10 --role contract_manager --set outcome=improvable",
            "record zaan-2026-1 letter_sent --on 2026-03-16 --set plan_by=2026-04-03 --set realise_by=2026-05-29",
        ),
        refused=("approve haarlem-2026-1 --role department_manager --by 'A. de Vries'",),
    ),
    Scene(
        date(2026, 4, 7),
        Text(
            "Bij Zaanstreek kwam er geen plan: de termijn verstreek vanzelf, en het recht op ontbinding ontstond.",
            "At Zaanstreek no plan came: the term ended by itself, and the right to dissolve arose.",
        ),
        ("case show zaan-2026-1",),
    ),
    Scene(
        date(2026, 4, 9),
        Text(
            "Dan blijkt dat het plan er op 2 april al lag. Het feit wordt alsnog vastgelegd, en verandert de "
            "uitkomst; wat eerder bekend was blijft te zien.",
            "Then it turns out that the plan was there on 2 April. The fact is recorded after all, and changes the "
            "outcome; what was known before can still be seen.",
        ),
        (
            "record zaan-2026-1 plan_submitted --on 2026-04-02 --by 'B. Bakker'",
            "case show zaan-2026-1 --known-at 2026-04-08",
            "case history zaan-2026-1",
        ),
    ),
    Scene(
        date(2026, 5, 6),
        Text(
            "Haarlem gaat verder: geïmplementeerd, de norm weer gemist, een tweede plan, en dat te laat. Koningsdag "
            "telde niet mee; dat is uit te leggen.",
            "Haarlem goes on: implemented, the norm missed again, a second plan, and that one late. King's Day did not "
            "count; that can be explained.",
        ),
        (
            "record haarlem-2026-1 plan_implemented --on 2026-04-01",
            f"record haarlem-2026-1 norm_missed --on 2026-04-14 {_MANAGER}",
            "record haarlem-2026-1 plan_submitted --on 2026-05-01 --by 'J. Jansen'",
            "explain haarlem-2026-1 step2.plan",
            f"approve haarlem-2026-1 --on 2026-05-04 {_MANAGER}",
            "approve haarlem-2026-1 --role department_manager --by 'B. Bakker'",
        ),
    ),
    Scene(
        date(2026, 6, 2),
        Text(
            "Een derde misser: een ingebrekestelling met een laatste termijn, en de brief erbij.",
            "A third miss: a notice of default with a last term, and the letter with it.",
        ),
        (
            "record haarlem-2026-1 plan_implemented --on 2026-05-18",
            f"record haarlem-2026-1 norm_missed --on 2026-06-01 {_MANAGER}",
            f"record haarlem-2026-1 default_notice_sent {_MANAGER} --set cure_by=2026-06-30 --file {LETTER}",
            f"right exercise haarlem-2026-1 suspend_payment {_MANAGER}",
            "case show haarlem-2026-1",
        ),
    ),
    Scene(
        date(2026, 6, 3),
        Text(
            "Waar alles staat, wie wat is verteld, en het bewijs dat niemand is vergeten.",
            "Where everything stands, who was told what, and the proof that nobody was forgotten.",
        ),
        (
            "deadlines",
            "obligations --contract zaan --from 2026-06-01 --until 2026-12-31",
            "scorecard wonen",
            "outbox --most 10",
            "audit --since 2026-03-02",
        ),
    ),
)

_ROWS: Final = (
    ("contract", "kpi", "periode", "regio", "waarde", "getrokken", "niet_voldaan", "datum", "toelichting"),
    ("haarlem", "satisfaction", "2025", "", "6,4", "", "", "2026-02-27", "klantonderzoek"),
    ("haarlem", "employee_satisfaction", "2025", "", "7,6", "", "", "2026-02-27", "medewerkersonderzoek"),
    ("zaan", "result_achieved", "2025", "zaanstad_wormerland", "", "40", "22", "2026-02-27", ""),
    ("zaan", "client_satisfaction", "2025", "purmerend_edam_volendam", "8,1", "", "", "2026-02-27", ""),
)
_SHEET: Final = (
    ("contract", "kpi", "periode", "waarde", "oordeel", "datum"),
    ("wonen", "score", "2025-Q4", "3,1", "red", "2026-02-27"),
)


def prepare(folder: Path) -> None:
    """Make the folder with the files that the story reads, and take away what an earlier run made."""
    folder.mkdir(exist_ok=True)
    for name in ("", "-wal", "-shm"):
        Path(f"{folder / Path(DATABASE).name}{name}").unlink(missing_ok=True)
    shutil.rmtree(folder / Path(MAIL).name, ignore_errors=True)
    text = "\n".join(";".join(row) for row in _ROWS) + "\n"
    (folder / Path(RESULTS).name).write_text(text, encoding="utf-8")
    _write_sheet(folder / Path(SHEET).name, _SHEET)
    letter = "Ingebrekestelling\n\nU krijgt tot en met 30 juni 2026 om alsnog aan de norm te voldoen.\n"
    (folder / Path(LETTER).name).write_text(letter, encoding="utf-8")


def _write_sheet(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write the smallest workbook there is: one sheet of text."""
    cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="scores" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'
