"""Run in Odoo's shell: make the asset bundles that browser tests load."""

env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821
env.cr.commit()  # noqa: F821
