// Package junit writes reports of tests in the XML that CI servers read, in the
// form of Ant's JUnit task: one test suite with its cases.
package junit

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// Suite is a test suite.
type Suite struct {
	Name  string
	Cases []Case
}

// Case is one test and its outcome: at most one of Failure, Error and Skipped is
// set.
type Case struct {
	Class, Name string
	Time        time.Duration
	Failure     *Problem // the test found a fault
	Error       *Problem // the test could not be made
	Skipped     string   // why it was not made
	Output      string
}

// Problem is why a test did not pass.
type Problem struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// Write writes the suite. Characters that XML forbids become U+FFFD.
func (s *Suite) Write(w io.Writer) error {
	out := suite{Name: s.Name, Tests: len(s.Cases), Cases: make([]testcase, len(s.Cases))}
	var total time.Duration
	for i, c := range s.Cases {
		total += c.Time
		out.Cases[i] = testcase{Class: c.Class, Name: c.Name, Time: seconds(c.Time), Failure: c.Failure, Error: c.Error, Output: c.Output}
		switch {
		case c.Failure != nil:
			out.Failures++
		case c.Error != nil:
			out.Errors++
		case c.Skipped != "":
			out.Skipped++
			out.Cases[i].Skipped = &skipped{c.Skipped}
		}
	}
	out.Time = seconds(total)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// suite is a Suite as its XML.
type suite struct {
	XMLName  xml.Name   `xml:"testsuite"`
	Name     string     `xml:"name,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Errors   int        `xml:"errors,attr"`
	Skipped  int        `xml:"skipped,attr"`
	Time     string     `xml:"time,attr"`
	Cases    []testcase `xml:"testcase"`
}

type testcase struct {
	Class   string   `xml:"classname,attr"`
	Name    string   `xml:"name,attr"`
	Time    string   `xml:"time,attr"`
	Skipped *skipped `xml:"skipped"`
	Failure *Problem `xml:"failure"`
	Error   *Problem `xml:"error"`
	Output  string   `xml:"system-out,omitempty"`
}

type skipped struct {
	Message string `xml:"message,attr"`
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
