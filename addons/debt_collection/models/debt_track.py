from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class DebtTrack(models.Model):
    """Treatment of cases (tryb A–F): which procedure, and from when.

    Tracks are tried in their order, locked ones first; the first whose rule fits is
    taken.
    """

    _name = "debt.track"
    _description = "Track"
    _order = "locked desc, sequence, code"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    procedure_id = fields.Many2one(
        "debt.procedure", help="Empty: the procedure of the package."
    )
    manual_only = fields.Boolean(
        string="Never the Package's Procedure",
        help="As long as the track names no procedure, nothing starts by itself: "
        "people decide case by case.",
    )
    locked = fields.Boolean(
        readonly=True,
        copy=False,
        help="Required by law: only the procedure of the track may be changed.",
    )
    grace = fields.Boolean(
        string="Wait the Usual Delay",
        help="The procedure starts later by the days the debtor usually pays late.",
    )
    grace_limit = fields.Integer(string="At Most Days", default=30)
    preferred_first = fields.Boolean(
        string="Begin with the Preferred Action",
        help="The procedure begins with the step after which money of the debtor "
        "most often came.",
    )
    note = fields.Text()

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "The code must be unique."
    )

    # === CRUD === #
    @api.model_create_multi
    def create(self, vals_list):
        """Let nobody add locked tracks; those of the module come with it."""
        if not self.env.su and any(vals.get("locked") for vals in vals_list):
            raise UserError(self.env._("Only the module brings locked tracks."))
        return super().create(vals_list)

    def write(self, vals):
        """Keep locked tracks as they are but for their procedure."""
        if "locked" in vals:
            raise UserError(self.env._("A track is locked or not for good."))
        if vals.keys() - {"procedure_id"}:
            self._check_unlocked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_unlocked()

    def _check_unlocked(self):
        locked = self.filtered("locked")[:1]
        if locked:
            raise UserError(
                self.env._(
                    "Track %(name)s is locked: time-barred claims must always be told "
                    "from others, so its rule, its place and its being active cannot "
                    "be changed. You may choose its procedure.",
                    name=locked.display_name,
                )
            )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for track in self:
            track.display_name = f"{track.code} – {track.name}"

    # === USE === #
    def _procedure_id(self, package_procedure):
        """Return the id of the procedure of cases on the track (maybe no track).

        :param package_procedure: id of the procedure that the package names, or None
        """
        if self.manual_only or self.procedure_id:
            return self.procedure_id.id or None
        return package_procedure

    @api.model
    def _grace_query(self):
        """Return SQL of (case_id, days) to wait before a procedure starts."""
        return SQL(
            """SELECT c.id AS case_id,
                      LEAST(GREATEST(f.average_delay, 0), t.grace_limit)::integer
                          AS days
                 FROM debt_case c
                 JOIN debt_track t ON t.id = c.track_id AND t.grace
                 JOIN debt_debtor_figures f ON f.partner_id = c.debtor_id
                  AND f.company_id = c.company_id AND f.average_delay IS NOT NULL"""
        )
