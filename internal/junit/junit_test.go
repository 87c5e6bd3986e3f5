package junit_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"time"

	"wxtool/internal/junit"
)

// TestWrite: one case of each outcome, in the form that CI servers read
// (the schema of Jenkins' xunit plugin).
func TestWrite(t *testing.T) {
	s := junit.Suite{Name: "a & b", Cases: []junit.Case{
		{Class: "c", Name: "passed", Time: 1500 * time.Microsecond, Output: "<xml>\n"},
		{Class: "c", Name: "failed", Time: 2 * time.Second, Failure: &junit.Problem{Type: "http-status", Message: `is "500"`, Text: "line\nnext\n"}},
		{Class: "c", Name: "error", Error: &junit.Problem{Type: "refused", Message: "nothing listens"}},
		{Class: "c", Name: "not made", Skipped: "interrupted"},
	}}
	var b bytes.Buffer
	if err := s.Write(&b); err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="a &amp; b" tests="4" failures="1" errors="1" skipped="1" time="2.002">
  <testcase classname="c" name="passed" time="0.002">
    <system-out>&lt;xml&gt;&#xA;</system-out>
  </testcase>
  <testcase classname="c" name="failed" time="2.000">
    <failure type="http-status" message="is &#34;500&#34;">line&#xA;next&#xA;</failure>
  </testcase>
  <testcase classname="c" name="error" time="0.000">
    <error type="refused" message="nothing listens"></error>
  </testcase>
  <testcase classname="c" name="not made" time="0.000">
    <skipped message="interrupted"></skipped>
  </testcase>
</testsuite>
`
	if b.String() != want {
		t.Errorf("%s\nwant\n%s", b.String(), want)
	}
}

// TestWriteIsAlwaysXML: also with characters that XML forbids.
func TestWriteIsAlwaysXML(t *testing.T) {
	odd := "\x00\x1b[31m]]>\ufffe\xff\"'&<"
	s := junit.Suite{Name: odd, Cases: []junit.Case{{Class: odd, Name: odd, Output: odd, Failure: &junit.Problem{Type: odd, Message: odd, Text: odd}}}}
	var b bytes.Buffer
	if err := s.Write(&b); err != nil {
		t.Fatal(err)
	}
	var back struct {
		Name  string `xml:"name,attr"`
		Cases []struct {
			Output string `xml:"system-out"`
		} `xml:"testcase"`
	}
	if err := xml.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatalf("%v: %s", err, b.Bytes())
	}
	const want = "\ufffd\ufffd[31m]]>\ufffd\ufffd\"'&<"
	if len(back.Cases) != 1 || back.Name != want || back.Cases[0].Output != want {
		t.Errorf("%q", back)
	}
}

// full is a disk without room.
type full struct{ left int }

var errFull = errors.New("no space left on device")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return f.left, errFull
	}
	f.left -= len(p)
	return len(p), nil
}

// TestWriteReportsErrors: wherever the disk is full.
func TestWriteReportsErrors(t *testing.T) {
	s := junit.Suite{Cases: []junit.Case{{Name: strings.Repeat("x", 100), Output: strings.Repeat("y", 10000)}}}
	var whole bytes.Buffer
	if err := s.Write(&whole); err != nil {
		t.Fatal(err)
	}
	for room := range whole.Len() {
		if err := s.Write(&full{room}); !errors.Is(err, errFull) {
			t.Fatalf("room for %d of %d bytes: %v", room, whole.Len(), err)
		}
	}
	if err := s.Write(&full{whole.Len()}); err != nil {
		t.Error(err)
	}
}
