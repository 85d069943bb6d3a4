"""Writes the files that wait to be imported. Only to change them, run it again:

script/odoo shell < addons/debt_collection/demo/make_files.py
"""

import random
from datetime import date
from pathlib import Path

from odoo.tools import file_path

from odoo.addons.debt_collection.services.demo.people import Crowd
from odoo.addons.debt_collection.services.demo.portfolio import (
    Portfolio,
    Recipe,
    energy_file,
    telecom_file,
)

folder = Path(file_path("debt_collection/demo/make_files.py")).parent / "files"
crowd, day = Crowd(random.Random("files")), date(2026, 11, 23)
telecom = Recipe(prefix="TP", debtors=62, due=(15, 140), amounts=(40, 480))
energy = Recipe(prefix="E3", debtors=60, due=(20, 160), amounts=(60, 900))
for name, recipe, write in (
    ("telekom.csv", telecom, telecom_file),
    ("energia.xlsx", energy, energy_file),
):
    (folder / name).write_bytes(write(Portfolio(crowd, recipe, day).rows()))
