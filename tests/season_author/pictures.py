"""Small photographs and screenshots."""

import io

from PIL import Image, ImageDraw

from .plan import Plan


def _scene(plan: Plan, about: str, size: tuple[int, int]) -> Image.Image:
    rng = plan.rng("picture", about)
    image = Image.new("RGB", size, (rng.randrange(120, 200), rng.randrange(170, 225), rng.randrange(210, 250)))
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle((0, height * 2 // 3, width, height), fill=(rng.randrange(60, 120), rng.randrange(90, 150), 70))
    for _ in range(5):
        left, top = rng.randrange(width - 20), rng.randrange(height // 3, height - 20)
        shade = tuple(rng.randrange(40, 230) for _ in range(3))
        draw.ellipse((left, top, left + 14, top + 14), fill=shade)
        draw.rectangle((left + 2, top + 14, left + 12, top + 34), fill=shade)
    draw.text((6, height - 14), about[:24], fill=(255, 255, 255))
    return image


def photo(plan: Plan, about: str) -> bytes:
    """A JPEG of two to three kilobytes."""
    buffer = io.BytesIO()
    _scene(plan, about, (168, 120)).save(buffer, "JPEG", quality=62)
    return buffer.getvalue()


def screenshot(plan: Plan, about: str) -> bytes:
    """A small PNG."""
    buffer = io.BytesIO()
    _scene(plan, about, (150, 96)).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def logo(plan: Plan) -> bytes:
    """The picture under a signature."""
    buffer = io.BytesIO()
    image = Image.new("RGB", (48, 48), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, 44, 44), outline=(20, 60, 130), width=4)
    draw.text((12, 18), f"{plan.year}", fill=(20, 60, 130))
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def page(plan: Plan, lines: list[str]) -> bytes:
    """A scanned page as JPEG: text drawn into pixels."""
    rng = plan.rng("scan", lines[0])
    image = Image.new("L", (420, 560), 236)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((36 + rng.randrange(-1, 2), 40 + 22 * number), line, fill=50)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=30)
    return buffer.getvalue()
