import werkzeug.exceptions
from werkzeug.wsgi import wrap_file

from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, Response, content_disposition, request, route


class PrintBatch(Controller):
    """The merged PDF of a batch, sent from a file: it may be hundreds of megabytes."""

    @route(
        "/debt_collection/batch/<int:batch_id>/letters.pdf",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def letters(self, batch_id):
        """Send the letters of a batch in the order of printing; logged."""
        batch = request.env["debt.print.batch"].browse(batch_id)
        try:
            batch.check_access("read")
            file = batch._pdf_file()
        except (AccessError, MissingError) as error:
            raise werkzeug.exceptions.NotFound from error
        name = f"{batch.name.replace('/', '-')}.pdf"
        return Response(
            wrap_file(request.httprequest.environ, file),
            direct_passthrough=True,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )
