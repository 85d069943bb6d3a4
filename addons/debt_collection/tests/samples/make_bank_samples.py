"""Writes the sample bank files of this folder; all names and numbers are invented.

Run it from the addon's parent folder after a change:
``python -m debt_collection.tests.samples.make_bank_samples`` (no Odoo needed).
"""

import pathlib

HERE = pathlib.Path(__file__).parent / "bank"


def nrb(sort_code, account):
    """Return 26 digits with right check digits."""
    digits = f"{sort_code}{account:016d}"
    return f"{98 - int(digits + '252100') % 97:02d}{digits}"


MBANK, MBANK_PAYER = nrb("11401010", 2670020010002), nrb("10205226", 610204179)
PKO, ING = nrb("10201026", 89020000), nrb("10501025", 9070012345)
PEKAO, NEST = nrb("12401037", 1111000044445555), nrb("25300008", 2041040000001)
SANTANDER, OTHER = nrb("10901014", 71219812874), nrb("11602202", 34567890)
PAYER, SECOND = nrb("12406292", 1111001012345678), nrb("11402004", 300201234567890)
VIRTUAL = nrb("10901014", 777000000000042)

MBANK_ENTRIES = (
    (
        "250,00",
        "MB260302000011",
        (
            "911 TRANSAKCJA COLLECT; ID IPH: XX000000000017; Z RACH.: ",
            f"{PAYER}; OD: ŻANETA GĘŚLA  ",
            "UL. ŁĄKOWA 1 M 2 31-234 KRAKÓW; TYT.: SPŁATA; TYT.: RATA 3   ; ",
            "TNR: 262061073864111.010001",
        ),
    ),
    (
        "100,50",
        "MB260302000012",
        (
            "911 TRANSAKCJA COLLECT; ID IPH: XX000000000018; Z RACH.: ",
            "00000000000000000000000000; OD: JAN ZMYŚLONY  UL.WZÓR 27 ",
            "M.32 31-000 KRAKÓW; TYT.: _FAKTURA VAT NR FV/0007/02/2026  A ",
            "DALSZA CZĘŚĆ TYTUŁU 220/22  ; TNR: 262061073",
            "864192.000001",
        ),
    ),
    (
        "100,50",
        "MB260302000013",
        (
            "911 TRANSAKCJA IPH; ID IPH: XX00000000001901; Z RACH.: ",
            f"{SECOND}; OD: FIRMA TESTOWA SP. Z O.O.  UL. DŁUGA 5; TYT.: ",
            "W/2026/000123; DATA STEMPLA: 02.03.2026; TNR: 262061073864291.",
            "000001",
        ),
    ),
)


def mbank_entries():
    """Return the lines of entries of Collect, as both reports have them."""
    lines = []
    for amount, reference, description in MBANK_ENTRIES:
        lines += [
            f":61:2603020302CN{amount}NTRFNONREF//{reference}",
            "911-TRANSAKCJA IPH",
            ":86:" + description[0],
            *description[1:],
        ]
    return lines


def mbank_mt940(closing="1351,40"):
    """Return a statement of Collect with an ordinary transfer out."""
    return [
        "\x01", ":20:ST260302CYC/1", f":25:PL{MBANK}", ":28C:43/1",
        ":60F:C260302PLN1000,40",
        *mbank_entries(),
        ":61:2603020302D100,00NTRFNONREF//MB260302000099",
        "973-PRZELEW ELIXIR",
        f":86:973 PRZELEW; Z RACH.: {OTHER}; OD: WIERZYCIEL S.A.; TYT.: ZWROT NADPŁATY",
        f":62F:C260302PLN{closing}", f":64:C260302PLN{closing}", "-\x03",
    ]  # fmt: skip


def mbank_mt942():
    """Return the report of the same day before the statement."""
    return [
        "\x01", ":20:ST260302CYC/0001", f":25:PL{MBANK}", ":28C:43/1",
        ":34F:PLN0", ":13D:2603021815+0100",
        *mbank_entries(),
        ":90D:0PLN0,00", ":90C:3PLN451,00", "-\x03",
    ]  # fmt: skip


PKO_MT940 = [
    ":20:MT940", f":25:/PL{PKO}", ":28C:00007", ":60F:C260302PLN000000001220,00",
    ":61:2603020302CN000000000012,34N082NONREF          2603020000000017",
    ":86:082", "~00PRZELEW PRZYCHODZĄCY", "~20SPŁATA ZADŁUŻENIA W/2026/00",
    "~210012", "~22\xff", "~23\xff", "~24\xff", "~25\xff", f"~30{PAYER[2:10]}",
    f"~31{PAYER[10:]}", "~32GRAŻYNA ŻÓŁĆ", "~33UL. WĄSKA 3 00-001 WARSZAWA",
    f"~38PL{PAYER}", "~6020260301", "~63000000000042",
    ":61:2603020302DN000000000002,00N641NONREF          2603020000000018",
    ":86:641", "~00OPŁATA", "~20PROWIZJA", "~21\xff", "~32\xff", "~60\xff",
    ":62F:C260302PLN000000001230,34", ":64:C260302PLN000000001230,34", "-",
]  # fmt: skip

PKO_ELIXIR = [
    f'110,20260302,1234,10201026,0,"{PAYER}","{PKO}",'
    '"GRAŻYNA ŻÓŁĆ|UL. WĄSKA 3|00-001 WARSZAWA|","TESTOWA WINDYKACJA|UL. PROSTA 1||",'
    '0,12406292,"SPŁATA ZADŁUŻENIA W/2026/000012|||","","2603020000000017","51",""',
    f'222,20260302,200,10201026,0,"{PKO}","{OTHER}",'
    '"TESTOWA WINDYKACJA|||","BANK|||",0,10201026,"PROWIZJA|||","",'
    '"2603020000000018","51",""',
]

ING_MT940 = [
    ":20:MT940", f":25:/PL{ING}", ":28C:00044", ":60F:C260302PLN500,00",
    ":61:2603020302CN0,00S940NONREF", ":86:940", "~00INFORMACJA",
    ":61:2603020302CN77,70S034NONREF//000000004711",
    ":86:034", "~00PRZELEW SIMP",
    ":86:034", "~00PRZELEW", "~20WPŁATA ZA ENERGIĘ ELEKTRYCZ", "~21NĄ FV 12/2026",
    "~22\xff", f"~29{PAYER}", "~30" + PAYER[2:10], "~31" + PAYER[10:],
    "~32ŁUKASZ ĆWIKŁA", "~33", f"~38PL{PAYER}", "~62UL. KRÓTKA 8", "~6340-001 KATOWICE",
    ":62F:C260302PLN577,70", ":64:C260302PLN577,70", "-",
]  # fmt: skip

PEKAO_MT940 = [
    ":20:940", f":25:{PEKAO}", ":28C:00012/001", ":60F:D260227PLN000000000100,00",
    ":61:2602270302101530CN000000000300,00NTRFNONREF",
    f":86:020^00PRZELEW OTRZYMANY^20RATA 2 UGODY ŻÓŁTA^30{PAYER[2:10]}"
    f"^32ZBIGNIEW ŚLIWA^34UL. POLNA 4^38PL{PAYER}",
    ":61:2602270302101531RCN000000000050,00NTRFNONREF",
    ":86:020^00STORNO^20COFNIĘTY PRZELEW",
    ":62F:C260302PLN000000000150,00", "-",
]  # fmt: skip

NEST_STA = [
    ":20:1", f":25:{NEST}", ":28C:9/1", ":60F:C260302PLN10,00",
    ":61:2603020302C5,5NMSCNONREF",
    f":86:051<00UZNANIE<20ZA PRĄD, KWOTA <5 ZŁ<27EWA GROŹNA<28UL. MIŁA 9<6050-001 "
    f"WROCŁAW<31{PAYER}<63REF1",
    ":62F:C260302PLN15,50",
]  # fmt: skip

SANTANDER_MT940 = [
    "{1:F01WBKPPLPPAXXX0000000000}{2:I940WBKPPLPPXXXXN}{4:",
    ":20:1234", f":25:/PL{SANTANDER}", ":28C:5/1", ":60F:C260302PLN0,00",
    ":61:2603020302CN20,NTRFNONREF//0000000000000001",
    f":86:0020?00WPŁATA?20TYTUŁ PŁATNOŚCI?30{PAYER[2:10]}?31{PAYER[10:]}?32ANNA LIPA",
    ":62M:C260302PLN20,00", "-}",
    "{1:F01WBKPPLPPAXXX0000000000}{2:I940WBKPPLPPXXXXN}{4:",
    ":20:1234", f":25:/PL{SANTANDER}", ":28C:5/2", ":60M:C260302PLN20,00",
    ":61:2603020302DN5,NTRFNONREF//0000000000000002",
    ":86:0020?00OPŁATA",
    ":62F:C260302PLN15,00", "-}",
    "{1:F01WBKPPLPPAXXX0000000000}{2:I940WBKPPLPPXXXXN}{4:",
    ":20:1235", f":25:/PL{SANTANDER}", ":28C:6/1", ":60F:C260303PLN15,00",
    ":62F:C260303PLN15,00", "-}",
]  # fmt: skip

BZ_WBK = [
    f"Raport|02032026|{SANTANDER}",
    f"26030200001|02032026|123,45|JÓZEF ŹREBIĘ UL. LEŚNA 1|{PAYER}|{VIRTUAL}|SPŁATA",
    f"26030200002|02032026|10,00|MARIA NOWA|{SECOND}|{VIRTUAL}|RATA 1",
    "Razem|2|133,45",
    "Koniec",
]

BPH = [
    "01,20260302,TESTOWA",
    '02,1,2,000042,12345,20260302,"SPŁATA, RATA",W1,"JÓZEF ŹREBIĘ"',
    '02,1,2,000043,1000,20260302,"",W2,"MARIA NOWA"',
    "03,2,13345",
]


CAMT = {
    "053": ("BkToCstmrStmt", "Stmt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}


def camt_entry(amount, details, reference, new, state="BOOK", extra=""):
    """Return an Ntry; ``new`` writes its state as version 08 does."""
    status = f"<Sts><Cd>{state}</Cd></Sts>" if new else f"<Sts>{state}</Sts>"
    return (
        f'<Ntry><Amt Ccy="PLN">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>{extra}'
        f"{status}<BookgDt><Dt>2026-03-02</Dt></BookgDt>"
        "<ValDt><Dt>2026-03-01</Dt></ValDt>"
        f"<AcctSvcrRef>{reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly>"
        "<Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls>{details}</NtryDtls></Ntry>\n"
    )


def camt_detail(amount, who, title, end, new, account="", second=""):
    """Return a TxDtls, with the virtual account or a second text of the title."""
    name = f"<Pty><Nm>{who}</Nm></Pty>" if new else f"<Nm>{who}</Nm>"
    target = f"<CdtrAcct><Id><IBAN>PL{account}</IBAN></Id></CdtrAcct>"
    return (
        f"<TxDtls><Refs><EndToEndId>{end}</EndToEndId></Refs>"
        f'<Amt Ccy="PLN">{amount}</Amt><RltdPties><Dbtr>{name}</Dbtr>'
        f"<DbtrAcct><Id><IBAN>PL{PAYER}</IBAN></Id></DbtrAcct>"
        f"{target if account else ''}</RltdPties>"
        f"<RmtInf><Ustrd>{title}</Ustrd>{second}</RmtInf></TxDtls>"
    )


def camt_balance(code, amount, day):
    """Return a Bal."""
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="PLN">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )


def camt_entries(new):
    """Return a batch, a title of BNP, a reversal and an entry that is not booked."""
    batch = camt_detail("40.00", "ŻANETA GĘŚLA", "Rata 3 &amp; 4", "E1", new, VIRTUAL)
    batch += camt_detail("20.00", "JAN ZMYŚLONY", "W/2026/000123", "E2", new, VIRTUAL)
    second = f"<Ustrd>{VIRTUAL}</Ustrd>"
    bnp = camt_detail("25.00", "EWA GROŹNA", "BNP", "NOTPROVIDED", new, second=second)
    back = camt_detail("20.00", "JAN", "cofnięte", "E4", new)
    later = camt_detail("999.00", "X", "czeka", "E5", new)
    turned = "<RvslInd>true</RvslInd>"
    return (
        camt_entry("60.00", batch, "R1", new)
        + camt_entry("25.00", bnp, "R2", new)
        + camt_entry("20.00", back, "R3", new, extra=turned)
        + camt_entry("999.00", later, "R4", new, state="PDNG")
    )


def camt(version, kind="053"):
    """Return a statement (053) or a notice (054) of the same entries."""
    container, part = CAMT[kind]
    balances = camt_balance("OPBD", "100.00", "2026-03-01")
    balances += camt_balance("CLBD", "165.00", "2026-03-02")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}">\n'
        f"<{container}><GrpHdr><MsgId>M1</MsgId></GrpHdr>\n<{part}><Id>S1</Id>"
        f"<ElctrncSeqNb>61</ElctrncSeqNb>\n<Acct><Id><IBAN>PL{OTHER}</IBAN></Id>"
        "<Ccy>PLN</Ccy></Acct>\n"
        f"{balances if kind == '053' else ''}{camt_entries(version == '08')}"
        f"</{part}></{container}></Document>\n"
    )


def table():
    """Return a table of payments for the profile that is delivered."""
    return [
        "Data;Kwota;Tytuł;Nadawca;Rachunek nadawcy;Rachunek wirtualny;Numer operacji",
        f"2026-03-02;1234,50;SPŁATA W/2026/000012;ŻANETA GĘŚLA;{PAYER};{VIRTUAL};T1",
        f"2026-03-02;-10,00;zwrot;JAN ZMYŚLONY;{SECOND};;T2",
    ]


def text(name, lines, encoding, end="\r\n"):
    """Write lines; the placeholder of an empty subfield of PKO becomes its byte."""
    data = (end.join(lines) + end).replace("\xff", "\0").encode(encoding)
    (HERE / name).write_bytes(data.replace(b"\0", b"\xff"))


def write_all():
    """Write every sample."""
    text("mbank_collect_mt940.sta", mbank_mt940(), "iso8859-2", "\n")
    text("mbank_collect_mt942.sta", mbank_mt942(), "iso8859-2", "\n")
    text("mbank_unbalanced.sta", mbank_mt940("2222,22"), "iso8859-2", "\n")
    text("pko_mt940.txt", PKO_MT940, "iso8859-2")
    text("pko_elixir.txt", PKO_ELIXIR, "cp1250")
    text("ing_mt940.txt", ING_MT940, "cp852")
    text("pekao.mt940", PEKAO_MT940, "cp1250")
    text("nest.sta", NEST_STA, "cp852")
    text("santander.mt940x", SANTANDER_MT940, "utf-8")
    text("bz_wbk.txt", BZ_WBK, "iso8859-2")
    text("bph_wns.txt", BPH, "cp1250")
    text("table.csv", table(), "cp1250")
    for version in ("02", "08"):
        (HERE / f"camt053_v{version}.xml").write_text(camt(version), "utf-8")
        (HERE / f"camt054_v{version}.xml").write_text(camt(version, "054"), "utf-8")


def write_demo():
    """Write the files that visitors of the demonstration can import."""
    folder = HERE.parents[2] / "demo" / "files"
    entries = (
        (180, "ŻANETA GĘŚLA", "RATA 3 W/2026/000011"),
        (250, "JAN ZMYŚLONY", "SPŁATA ZADŁUŻENIA"),
        (64, "EWA GROŹNA", "W/2026/000027 ZA PRĄD"),
    )
    lines = [
        ":20:ST261124CYC/1", f":25:PL{MBANK}", ":28C:45/1", ":60F:C261124PLN2100,00",
    ]  # fmt: skip
    for number, (amount, payer, title) in enumerate(entries, 1):
        lines += [
            f":61:2611241124CN{amount},00NTRFNONREF//MB26112400000{number}",
            f":86:911 TRANSAKCJA COLLECT; Z RACH.: {PAYER}; OD: {payer}  ",
            f"UL. WZOROWA {number}; TYT.: {title} ; TNR: 26328{number:09d}.000001",
        ]
    lines += [":62F:C261124PLN2594,00", "-"]
    (folder / "wyciag_mbank.sta").write_bytes(
        ("\r\n".join(lines) + "\r\n").encode("iso8859-2")
    )
    (folder / "wplaty_masowe.txt").write_bytes(
        ("\r\n".join(BZ_WBK) + "\r\n").encode("iso8859-2")
    )
    (folder / "wplaty.csv").write_bytes(
        ("\r\n".join(table()) + "\r\n").encode("cp1250")
    )


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    write_all()
    write_demo()
