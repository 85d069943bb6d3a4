import { useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useFileUploader } from "@web/core/utils/files";
import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;

/** Return a photo made small enough for a mobile network, or as it was. */
export async function shrink(file) {
    try {
        const image = await createImageBitmap(file);
        const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(image.width * scale);
        canvas.height = Math.round(image.height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
        const name = file.name.replace(/\.\w+$/, "") + ".jpg";
        return new File([blob], name, { type: "image/jpeg" });
    } catch {
        // No picture the browser knows: the server says what is wrong with it.
        return file;
    }
}

/** Photos from the camera or the gallery of a phone. */
export class PhotosField extends Many2ManyBinaryField {
    static template = "debt_collection.PhotosField";

    setup() {
        super.setup();
        this.upload = useFileUploader();
        this.camera = useRef("camera");
        this.gallery = useRef("gallery");
        this.state = useState({ busy: false });
    }

    async onPicked(event) {
        const input = event.target;
        this.state.busy = true;
        try {
            const photos = await Promise.all([...input.files].map(shrink));
            const files = await this.upload("/web/binary/upload_attachment", {
                csrf_token: odoo.csrf_token,
                ufile: photos,
                model: this.props.record.resModel,
                id: this.props.record.resId || 0,
            });
            await this.onFileUploaded(files || []);
        } finally {
            input.value = "";
            this.state.busy = false;
        }
    }
}

registry.category("fields").add("debt_photos", {
    ...many2ManyBinaryField,
    component: PhotosField,
});
