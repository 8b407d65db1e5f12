package upload_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"log/slog"
	"net"
	"testing"
	"time"

	"pgregory.net/rapid"

	"eendracht/internal/fault"
	"eendracht/internal/upload"
)

// photo is a picture of four colours, in a file that says where it was taken
// and how the camera was held.
func photo(t testing.TB, orientation uint16) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for y := range 32 {
		for x := range 64 {
			picture.Set(x, y, color.RGBA{R: uint8(x / 32 * 255), G: uint8(y / 16 * 255), A: 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x02")
	tiff = append(tiff, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0x26) // the place
	tiff = append(tiff, 0x01, 0x12, 0, 3, 0, 0, 0, 1)
	tiff = append(binary.BigEndian.AppendUint16(tiff, orientation), 0, 0, 0, 0, 0, 0)
	exif := append([]byte("Exif\x00\x00"), append(tiff, "GPSLatitude 52.0705 Waterdam"...)...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	whole := append([]byte{0xff, 0xd8}, append(append(segment, exif...), out.Bytes()[2:]...)...)
	return append(whole, "hidden behind the end"...)
}

func TestAPhotoTellsNotWhereItWasTaken(t *testing.T) {
	found, err := (*upload.Checker)(nil).Document(t.Context(), photo(t, 1))
	if err != nil || found.Kind != upload.JPEG {
		t.Fatalf("%v, %v", found.Kind, err)
	}
	for _, word := range []string{"Exif", "GPS", "Waterdam", "hidden"} {
		if bytes.Contains(found.Body, []byte(word)) {
			t.Errorf("%s is still there", word)
		}
	}
	if _, err := jpeg.Decode(bytes.NewReader(found.Body)); err != nil {
		t.Error(err)
	}
}

// TestAPhotoIsTurned holds the camera in all eight ways: the corner that is red
// and dark in the file comes to stand where it was seen.
func TestAPhotoIsTurned(t *testing.T) {
	corner := map[uint16]image.Point{1: {60, 2}, 2: {2, 2}, 3: {2, 28}, 4: {60, 28}, 5: {2, 60}, 6: {28, 60}, 7: {28, 2}, 8: {2, 2}, 9: {60, 2}}
	for orientation, at := range corner {
		body, err := upload.Clean(photo(t, orientation), upload.JPEG)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := jpeg.Decode(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if wide := picture.Bounds().Dx() > picture.Bounds().Dy(); wide != (orientation < 5 || orientation > 8) {
			t.Errorf("%d: %v", orientation, picture.Bounds())
		}
		if r, g, b, _ := picture.At(at.X, at.Y).RGBA(); r < 0xd000 || g > 0x3000 || b > 0x3000 {
			t.Errorf("%d: at %v stands %x %x %x", orientation, at, r, g, b)
		}
	}
}

func TestAPictureThatIsNone(t *testing.T) {
	var large bytes.Buffer
	if err := png.Encode(&large, image.NewGray(image.Rect(0, 0, 9000, 9000))); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"begins like one": []byte("\xff\xd8\xff\xe0 no picture"), "cut off": photo(t, 1)[:700], "too many points": large.Bytes(),
		"named otherwise": append([]byte("\x89PNG\r\n\x1a\n"), photo(t, 1)...),
	} {
		if _, err := (*upload.Checker)(nil).Document(t.Context(), content); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func packed(text string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return fmt.Sprintf("1 0 obj <</Type /ObjStm /Filter /FlateDecode>> stream\n%s\nendstream", b.String())
}

func TestAPDFThatDoesSomething(t *testing.T) {
	for content, want := range map[string]bool{
		"%PDF-1.7 plain": false, "%PDF-1.7 " + packed("1 0 <</Type /Page>>"): false, "%PDF-1.7 /JSomething": false, "%PDF-1.7 /A#20B": false,
		"%PDF-1.7 <</S /JavaScript /JS (x)>>": true, "%PDF-1.7 <</S/Launch>>": true, "%PDF-1.7 /EmbeddedFiles ": true, "%PDF-1.7 /Encrypt 1 0 R": true,
		"%PDF-1.7 " + packed("1 0 <</S /JavaScript>>"): true, "%PDF-1.7 <</S /J#61vaScript>>": true, "%PDF-1.7 /ObjStm stream\nnot packed": true,
		"%PDF-1.7 <<>> stream\n/JS /Launch #4A\nendstream": false,
	} {
		if got := upload.Active([]byte(content)); got != want {
			t.Errorf("%.60q: %v", content, got)
		}
	}
	if _, err := (*upload.Checker)(nil).Document(t.Context(), []byte("%PDF-1.7 /JS (x)")); !fault.Is(err, fault.Invalid) {
		t.Errorf("it comes in: %v", err)
	}
}

func TestADocumentAndTheScanner(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := listener.Addr().String()
	_ = listener.Close()
	quiet := slog.New(slog.DiscardHandler)
	away := upload.Clamd{Addr: gone, Wait: 200 * time.Millisecond}
	text := []byte("gewone woorden")
	if found, err := (&upload.Checker{Scanner: away, WhenDown: upload.Quarantine, Log: quiet}).Document(t.Context(), text); err != nil || !found.Held || found.Scanned {
		t.Errorf("kept apart: %+v, %v", found, err)
	}
	if _, err := (&upload.Checker{Scanner: away, Log: quiet}).Document(t.Context(), text); !fault.Is(err, fault.Unavailable) {
		t.Errorf("refused: %v", err)
	}
	for answer, want := range map[string]fault.Code{"stream: OK\x00": "", "stream: Eicar FOUND\x00": fault.Invalid} {
		scanner, got := clamd(t, says(answer))
		found, err := (&upload.Checker{Scanner: scanner, Log: quiet}).Document(t.Context(), text)
		if fault.Of(err) != want || want == "" && !found.Scanned {
			t.Errorf("%q: %+v, %v", answer, found, err)
		}
		got()
	}
	if _, err := (*upload.Checker)(nil).Rescan(t.Context(), text); !fault.Is(err, fault.Unavailable) {
		t.Errorf("without a scanner something is let out: %v", err)
	}
	if found, err := (*upload.Checker)(nil).Document(t.Context(), text); err != nil || found.Scanned || found.Held {
		t.Errorf("without a scanner: %+v, %v", found, err)
	}
	for name, content := range map[string][]byte{"a program": []byte("MZ"), "a page": []byte("<html>"), "xml": []byte("<a/>"), "nothing": nil} {
		if _, err := (*upload.Checker)(nil).Document(t.Context(), content); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (*upload.Checker)(nil).Document(t.Context(), bytes.Repeat([]byte("x"), upload.DocumentMost+1)); !fault.Is(err, fault.TooLarge) {
		t.Errorf("too large: %v", err)
	}
}

// TestNoPictureBreaksIt changes bytes of a photo.
func TestNoPictureBreaksIt(t *testing.T) {
	original := photo(t, 6)
	rapid.Check(t, func(t *rapid.T) {
		content := bytes.Clone(original)
		for range rapid.IntRange(1, 20).Draw(t, "changes") {
			content[rapid.IntRange(3, len(content)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "to")
		}
		body, err := upload.Clean(content[:rapid.IntRange(3, len(content)).Draw(t, "end")], upload.JPEG)
		if err == nil && bytes.Contains(body, []byte("Waterdam")) {
			t.Fatal("it tells where it was taken")
		}
	})
}
