package message_test

import (
	"testing"

	"wxtool/internal/message"
)

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
