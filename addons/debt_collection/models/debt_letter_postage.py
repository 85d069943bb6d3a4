from odoo import models


class DebtLetter(models.Model):
    """What posting a letter costs."""

    _inherit = "debt.letter"

    def _postage_key(self):
        return f"postage:{self.id}"

    def _book_postage(self, events=None):
        """Book the postage of posted letters that have none yet, in one go.

        :param events: events of posting in the order of the letters
        :return: letters for which no rate is set: nothing is booked for them
        """
        event_of = dict(zip(self.ids, events.ids, strict=True)) if events else {}
        booked = set(self._postage_costs().mapped("effect_key"))
        open_letters = self.filtered(lambda one: one._postage_key() not in booked)
        Rate = self.env["debt.postage.rate"]
        kind = self.env.ref("debt_collection.cost_kind_postage")
        rates = {}
        values, without = [], self.browse()
        for letter in open_letters:
            key = letter.company_id, letter.posted_on
            if key not in rates:
                rates[key] = Rate._amounts(*key)
            amount = rates[key].get(letter._postage_class())
            if amount:
                values.append(letter._postage_values(kind, amount, event_of))
            else:
                without |= letter
        self.env["debt.cost"].create(values)
        return without

    def _postage_class(self):
        return self.post_kind, self.post_format, self.post_priority

    def _postage_values(self, kind, amount, event_of):
        return {
            "case_id": self.case_id.id,
            "kind_id": kind.id,
            "date": self.posted_on,
            "amount": amount,
            "event_id": event_of.get(self.id),
            "effect_key": self._postage_key(),
        }

    def _postage_costs(self):
        keys = [letter._postage_key() for letter in self]
        return self.env["debt.cost"].search([("effect_key", "in", keys)])

    def _waive_postage(self):
        """Give up the postage of letters that were not posted after all."""
        for cost in self._postage_costs():
            # The key is set free: posting again books anew.
            cost.write({"effect_key": f"{cost.effect_key}:taken back {cost.id}"})
            cost.action_waive()

    def action_book_postage(self):
        """Book the postage of posted letters for which a rate was set later."""
        done = self.filtered("posted_on")
        without = done._book_postage()
        return done._notify_postage(without)

    def _notify_postage(self, without):
        """Return a notice on letters without a postage rate."""
        text = self.env._("Letters: %(count)s.", count=len(self))
        if without:
            text += " " + self.env._(
                "No postage rate is set for %(count)s of them: nothing was booked. "
                "Set the rates, then choose Book Postage.",
                count=len(without),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": text,
                "type": "warning" if without else "success",
                "sticky": bool(without),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
