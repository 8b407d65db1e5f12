package ijw

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

func Benchmark301(b *testing.B) {
	doc := sample(b, "jw/samples/JW301.xml")
	run := func(name string, each func() error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if err := each(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("read and check", func() error {
		_, found, err := Read(bytes.NewReader(doc))
		if len(found) > 0 {
			return errors.New("findings")
		}
		return err
	})
	run("parse only", func() error {
		_, err := Tree(bytes.NewReader(doc), MaxBytes)
		return err
	})
	m, _, _ := Read(bytes.NewReader(doc))
	run("check only", func() error {
		if Check(m) != nil {
			return errors.New("findings")
		}
		return nil
	})
	run("typed and written", func() error {
		v, _ := m.As301()
		_, err := v.Message().Bytes()
		return err
	})
	run("tokens of encoding/xml", func() error {
		d := xml.NewDecoder(bytes.NewReader(doc))
		for {
			if _, err := d.RawToken(); err != nil {
				if errors.Is(err, io.EOF) {
					return nil
				}
				return err
			}
		}
	})
}

// BenchmarkFiles checks a batch of 301 files from disk on one core, and beside it
// lets xmllint check the same batch in one process.
func BenchmarkFiles(b *testing.B) {
	const batch = 2000
	doc, dir := sample(b, "jw/samples/JW301.xml"), b.TempDir()
	names := make([]string, batch)
	for i := range names {
		names[i] = filepath.Join(dir, strconv.Itoa(i)+".xml")
		if err := os.WriteFile(names[i], doc, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	perFile := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*batch), "µs/file")
	}
	b.Run("eendracht", func(b *testing.B) {
		for b.Loop() {
			for _, name := range names {
				f, err := os.Open(name)
				if err != nil {
					b.Fatal(err)
				}
				_, found, err := Read(f)
				if err != nil || len(found) > 0 {
					b.Fatal(err, found)
				}
				if err := f.Close(); err != nil {
					b.Fatal(err)
				}
			}
		}
		perFile(b)
	})
	b.Run("xmllint", func(b *testing.B) {
		tool, err := exec.LookPath("xmllint")
		if err != nil {
			b.Skip("xmllint not found")
		}
		args := append([]string{"--noout", "--nonet", "--schema", xsd(b, Jeugdwet, Kind301)}, names...)
		for b.Loop() {
			if err := exec.Command(tool, args...).Run(); err != nil {
				b.Fatal(err)
			}
		}
		perFile(b)
	})
}
