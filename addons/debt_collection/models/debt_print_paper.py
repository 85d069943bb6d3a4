from odoo import api, fields, models


class DebtPrintPaper(models.Model):
    """A paper of a company: its shared printer, and the letters waiting for it.

    The records are the print buffer as people see it: one card for each paper.
    """

    _name = "debt.print.paper"
    _description = "Paper of the Print Buffer"
    _order = "company_id, sequence, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    paper = fields.Selection(selection="_selection_paper", required=True)
    sequence = fields.Integer(default=10)
    printer_id = fields.Many2one(
        "printing.printer",
        string="Shared Printer",
        ondelete="set null",
        help="Proposed for new batches on this paper. Empty: the PDF is downloaded.",
    )
    duplex = fields.Boolean(
        string="Both Sides",
        help="The printer prints on both sides: each letter begins on a new sheet.",
    )
    ready_count = fields.Integer(string="Waiting", compute="_compute_waiting")
    own_count = fields.Integer(string="Of My Cases", compute="_compute_own_count")
    oldest = fields.Date(string="Waiting Since", compute="_compute_waiting")
    breakdown = fields.Text(
        compute="_compute_waiting", help="Waiting letters by template and user."
    )

    _paper_uniq = models.Constraint(
        "UNIQUE(company_id, paper)", "A company has each paper once."
    )

    @api.model
    def _selection_paper(self):
        # A related field takes its choices from the template; here they are asked for.
        field = self.env["debt.letter.template"]._fields["paper"]
        return field._description_selection(self.env)

    @api.depends("paper")
    def _compute_display_name(self):
        labels = dict(self._selection_paper())
        for paper in self:
            paper.display_name = labels.get(paper.paper, "")

    def _waiting_domain(self):
        return [
            ("state", "=", "ready"),
            ("company_id", "in", self.company_id.ids),
            ("paper", "in", self.mapped("paper")),
        ]

    @api.depends("company_id", "paper")
    def _compute_waiting(self):
        # The buffer is everybody's: numbers of all cases, no word about any of them.
        groups = (
            self.env["debt.letter"]
            .sudo()
            ._read_group(
                self._waiting_domain(),
                ["company_id", "paper", "template_id", "user_id"],
                ["__count", "date:min"],
            )
        )
        for paper in self:
            own = [
                group
                for group in groups
                if group[0] == paper.company_id and group[1] == paper.paper
            ]
            paper.ready_count = sum(group[4] for group in own)
            paper.oldest = min((group[5] for group in own), default=False)
            paper.breakdown = "\n".join(
                f"{template.name}, {user.name}: {count}"
                for _company, _paper, template, user, count, _date in own
            )

    @api.depends("company_id", "paper")
    @api.depends_context("uid")
    def _compute_own_count(self):
        groups = self.env["debt.letter"]._read_group(
            self._waiting_domain(), ["company_id", "paper"], ["__count"]
        )
        counts = {(company, paper): count for company, paper, count in groups}
        for paper in self:
            paper.own_count = counts.get((paper.company_id, paper.paper), 0)

    @api.model
    def _of(self, company, paper):
        """Return the settings of a paper of a company, made when missing."""
        found = self.search([("company_id", "=", company.id), ("paper", "=", paper)])
        # Everybody who prints needs the card; only leaders may change it.
        return found or self.sudo().create({"company_id": company.id, "paper": paper})

    @api.model
    def action_open_buffer(self):
        """Open the print buffer with a card for each paper of the companies."""
        for company in self.env.companies:
            for paper, _label in self._selection_paper():
                self._of(company, paper)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_print_paper_action"
        )

    def action_print_all(self):
        """Print what waits on this paper: everything for clerks, else one's own."""
        self.ensure_one()
        Letter = self.env["debt.letter"]
        return Letter._in_post_scope(self._waiting_domain()).action_print()

    def action_open_letters(self):
        """List the waiting letters of this paper that the user may see."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_letter_buffer_action"
        )
        return {**action, "domain": self._waiting_domain()}
