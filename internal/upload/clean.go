package upload

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
)

const (
	// pixelsMost is the largest picture that is drawn anew: 64 megapixels, about
	// 100 MB of memory for a photo.
	pixelsMost = 64 << 20
	// quality of photos that are drawn anew (JPEG, 0 to 100): small print stays legible.
	quality = 90
)

// Clean gives a picture drawn anew, so that nothing is left but what one sees:
// no place where it was taken, no name of the telephone, nothing hidden behind
// its end. A photo that its camera marked as turned is turned. Other kinds stay
// as they are. It faults with Invalid when the picture cannot be read.
func Clean(content []byte, kind Kind) ([]byte, error) {
	switch kind {
	case JPEG, PNG:
		return redraw(content, kind)
	}
	return content, nil
}

func redraw(content []byte, kind Kind) ([]byte, error) {
	size, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || "image/"+format != string(kind) {
		return nil, refused("upload.picture")
	}
	if int64(size.Width)*int64(size.Height) > pixelsMost {
		return nil, refused("upload.pixels")
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, refused("upload.picture")
	}
	var out bytes.Buffer
	if kind == PNG {
		err = png.Encode(&out, picture)
	} else {
		err = jpeg.Encode(&out, turned(picture, orientation(content)), &jpeg.Options{Quality: quality})
	}
	if err != nil {
		return nil, refused("upload.picture")
	}
	return out.Bytes(), nil
}

// turned draws a picture as its camera says that it should be seen: 1 as it is,
// 2 to 8 mirrored and turned (EXIF, tag Orientation).
func turned(from image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return from
	}
	b := from.Bounds()
	width, height := b.Dx(), b.Dy()
	flat := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(flat, flat.Bounds(), from, b.Min, draw.Src)
	wide, high := width, height
	if orientation >= 5 {
		wide, high = height, width
	}
	out := image.NewRGBA(image.Rect(0, 0, wide, high))
	for y := range height {
		for x := range width {
			to := place(orientation, x, y, width, height)
			copy(out.Pix[out.PixOffset(to.X, to.Y):][:4], flat.Pix[flat.PixOffset(x, y):][:4])
		}
	}
	return out
}

// place gives where a point of a picture comes to stand.
func place(orientation, x, y, width, height int) image.Point {
	switch orientation {
	case 2:
		return image.Pt(width-1-x, y)
	case 3:
		return image.Pt(width-1-x, height-1-y)
	case 4:
		return image.Pt(x, height-1-y)
	case 5:
		return image.Pt(y, x)
	case 6:
		return image.Pt(height-1-y, x)
	case 7:
		return image.Pt(height-1-y, width-1-x)
	}
	return image.Pt(y, width-1-x)
}

// The markers of a JPEG file, and what EXIF says in it.
const (
	markerSOS      = 0xda // the picture itself begins
	markerAPP1     = 0xe1
	tagOrientation = 0x0112
)

// orientation reads how the camera was held from a photo; 1 when it does not say.
func orientation(content []byte) int {
	for rest := content[2:]; len(rest) > 4 && rest[0] == 0xff; {
		marker, length := rest[1], int(binary.BigEndian.Uint16(rest[2:]))
		if marker == markerSOS || length < 2 || len(rest) < 2+length {
			return 1
		}
		if body := rest[4 : 2+length]; marker == markerAPP1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return exifOrientation(body[6:])
		}
		rest = rest[2+length:]
	}
	return 1
}

// exifOrientation reads the tag from the first directory of a TIFF header.
func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == tagOrientation {
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 1
}
