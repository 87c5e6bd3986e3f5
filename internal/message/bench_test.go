package message_test

import (
	"bytes"
	"testing"

	"wxtool/internal/message"
)

func BenchmarkFlatRead(b *testing.B) {
	data := []byte(officialV2)
	var f message.Flat
	b.ReportAllocs()
	for b.Loop() {
		if err := f.Read(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkYardstickIndex is a lower bound: it finds four elements by their tags and
// checks nothing.
func BenchmarkYardstickIndex(b *testing.B) {
	data := []byte(officialV2)
	b.ReportAllocs()
	for b.Loop() {
		for _, name := range []string{"ToUserName", "FromUserName", "MsgType", "Content"} {
			at := bytes.Index(data, []byte("<"+name+">"))
			end := bytes.Index(data, []byte("</"+name+">"))
			if at < 0 || end < at {
				b.Fatal(name)
			}
		}
	}
}

func BenchmarkScan(b *testing.B) {
	data := []byte(officialV2)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := message.Scan(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data := []byte(officialV2)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := message.Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWire(b *testing.B) {
	m := parsed(b, officialV2)
	b.ReportAllocs()
	for b.Loop() {
		m.Wire()
	}
}
