from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.identifiers import check

# Field of the partner -> kind of identifier in tools.identifiers.
IDENTIFIERS = {
    "pesel": "PESEL",
    "regon": "REGON",
    "krs": "KRS",
    "identity_card": "ID_CARD",
}


class ResPartner(models.Model):
    _inherit = "res.partner"

    pesel = fields.Char("PESEL", index="btree_not_null", copy=False)
    regon = fields.Char("REGON", index="btree_not_null", copy=False)
    krs = fields.Char("KRS", index="btree_not_null", copy=False)
    identity_card = fields.Char(copy=False)
    debt_legal_status = fields.Selection(
        [
            ("consumer", "Consumer"),
            ("business", "Business"),
            ("bank", "Bank"),
            ("public", "Public body"),
        ],
        string="Status in Law",
        compute="_compute_debt_legal_status",
        store=True,
        readonly=False,
        precompute=True,
        help="Decides on limitation and on the kind of interest.",
    )
    debt_number_ids = fields.One2many(
        "debt.partner.number", "partner_id", string="Creditors' Numbers"
    )
    debt_case_ids = fields.One2many("debt.case", "debtor_id", string="Debt Cases")
    debt_case_count = fields.Integer(
        compute="_compute_debt_case_count",
        groups="debt_collection.group_user",
    )
    identifier_warning = fields.Char(compute="_compute_identifier_warning")

    @api.depends("is_company", "vat")
    def _compute_debt_legal_status(self):
        for partner in self:
            business = partner.is_company or partner.vat
            partner.debt_legal_status = "business" if business else "consumer"

    def _compute_debt_case_count(self):
        groups = self.env["debt.case"]._read_group(
            [("debtor_id", "in", self.ids)], ["debtor_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.debt_case_count = counts.get(partner.id, 0)

    @api.depends(*IDENTIFIERS)
    def _compute_identifier_warning(self):
        for partner in self:
            doubtful = [
                self._identifier_label(name)
                for name, kind in IDENTIFIERS.items()
                if partner[name] and check(kind, partner[name]).status == "warn"
            ]
            partner.identifier_warning = bool(doubtful) and self.env._(
                "Wrong check digit: %(names)s. Compare with the document.",
                names=", ".join(doubtful),
            )

    @api.constrains(*IDENTIFIERS)
    def _check_identifiers(self):
        for partner in self:
            for name, kind in IDENTIFIERS.items():
                if partner[name] and check(kind, partner[name]).status == "refuse":
                    raise ValidationError(
                        self.env._(
                            "%(value)s is not a %(kind)s number. Correct it or leave "
                            "the field empty.",
                            value=partner[name],
                            kind=self._identifier_label(name),
                        )
                    )

    def _identifier_label(self, name):
        """Return what users call an identifier."""
        return self._fields[name].get_description(self.env, ["string"])["string"]

    @api.model_create_multi
    def create(self, vals_list):
        """Store identifiers without spaces and hyphens."""
        return super().create([self._normalised(vals) for vals in vals_list])

    def write(self, vals):
        """Store identifiers without spaces and hyphens."""
        return super().write(self._normalised(vals))

    @api.model
    def _normalised(self, vals):
        changed = {
            name: check(kind, vals[name]).value
            for name, kind in IDENTIFIERS.items()
            if vals.get(name)
        }
        return {**vals, **changed}

    def _same_identifiers_domain(self):
        """Return a domain of other partners that share an identifier with this."""
        self.ensure_one()
        names = [*IDENTIFIERS, "vat"]
        same = Domain.OR(Domain(name, "=", self[name]) for name in names if self[name])
        return (
            same & Domain("id", "!=", self._origin.id) & Domain("parent_id", "=", False)
        )

    def action_find_duplicates(self):
        """List partners with the same PESEL, NIP, REGON, KRS or identity card."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Same Identifiers"),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "domain": list(self._same_identifiers_domain()),
        }

    def action_open_debt_cases(self):
        """Open the cases in which the partner is the debtor."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_case_action"
        )
        action["domain"] = [("debtor_id", "in", self.ids)]
        action["context"] = {"default_debtor_id": self.id}
        return action
