# The production image: the official Odoo with our addons and what they need.
FROM odoo:19

USER root
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-dejavu fonts-liberation libreoffice-writer-nogui python3-uno \
    && rm -rf /var/lib/apt/lists/*

# The very set the tests run on, put before the image's own packages.
COPY requirements.txt /tmp/requirements.txt
RUN pip3 install --break-system-packages --ignore-installed --no-deps \
        --no-cache-dir -r /tmp/requirements.txt \
    && rm /tmp/requirements.txt

COPY docker/odoo.conf /etc/odoo/odoo.conf
COPY docker/entrypoint.sh /usr/local/bin/debt-entrypoint
COPY addons /mnt/extra-addons
RUN chmod 755 /usr/local/bin/debt-entrypoint

USER odoo
ENTRYPOINT ["debt-entrypoint"]
CMD ["server"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD curl -fsS http://localhost:8069/web/health || exit 1
