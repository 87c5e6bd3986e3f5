package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/junit"
	"wxtool/internal/lang"
	"wxtool/internal/record"
	"wxtool/internal/replay"
	"wxtool/internal/ui"
)

// replaying prints a replay as it goes on.
type replaying struct {
	env            *ui.Env
	name           string   // of the file
	to             *url.URL // for messages
	diff, filtered bool
	suite          *junit.Suite // nil: no report is asked for
	warnings       warningCounts
	unreached      error // of the last URL that was not reached
	read           bool  // a record was read, see watch
	unreadable     int   // lines before the first record
	firstError     error // of these
	noted          bool  // that a long wait can be cut short
}

// Bounds of what is shown and read.
const (
	longWait      = 10 * time.Second // from which on a note says why nothing happens
	noRecordLines = 20               // lines without a record after which a file is no recording
)

// show prints an event.
func (s *replaying) show(e *replay.Event) error {
	switch e.Kind {
	case replay.Waiting:
		s.waiting(e)
	case replay.Done:
		s.env.Wait("")
		return s.showResult(e)
	case replay.Skipped:
		return s.showSkip(e)
	}
	return nil
}

// waiting shows on a terminal what is being sent, and notes the first long wait.
func (s *replaying) waiting(e *replay.Event) {
	what := fmt.Sprintf("#%d %s", e.Line.Number, e.Line.Name)
	if e.Wait >= longWait && !s.noted {
		s.noted = true
		s.env.Wait("")
		s.env.Notef("waiting %s before %s, as recorded; --max-gap 5s or --speed max waits less", e.Wait.Round(time.Second), ui.OneLine(what))
	}
	if e.Wait >= time.Second {
		s.env.Wait(fmt.Sprintf("waiting %s before %s", e.Wait.Round(time.Second), what))
		return
	}
	s.env.Wait("waiting for an answer to " + what)
}

func (s *replaying) showResult(e *replay.Event) error {
	if cause := e.Result.Exchange().Cause; cause != nil && !cause.Answered() {
		s.unreached = cannotReach(s.to, cause)
	}
	if s.env.Verbose {
		s.showSent(e.Result)
	}
	r := newReplayedResult(s.env, e)
	if s.diff {
		r.compared(e)
	}
	if r.verbose = s.env.Verbose; !r.verbose {
		s.warnings.add(r.Reply.Problems)
		r.grouped = true
	}
	s.addCase(replayCase(r))
	if s.env.Quiet && !s.env.JSON {
		return nil
	}
	return s.env.Print(*r)
}

// showSent shows a request, and the message of an encrypted one.
func (s *replaying) showSent(r *replay.Result) {
	req := r.Exchange().Request
	line, text := "sent "+req.Method+" "+req.URL, string(req.Body)
	if d := r.Push; d != nil && d.Mode != callback.Plain {
		line, text = line+", with this message encrypted", string(d.Push.Message)
	}
	s.env.Show(line, text)
}

// showSkip prints in JSON what is not sent, and ends the run where the file is no
// recording.
func (s *replaying) showSkip(e *replay.Event) error {
	if !s.read && e.Skip.Reason == replay.ReasonUnreadable {
		s.unreadable++
		if s.firstError == nil {
			s.firstError = e.Skip.Err
		}
		if s.unreadable == noRecordLines {
			return s.noRecording()
		}
	}
	if e.Skip.Reason.Lost() {
		s.addCase(junit.Case{Name: fmt.Sprintf("#%d %s", e.Line.Number, e.Line.Name), Skipped: replayReason(e.Skip.Reason).In(s.env.Lang)})
	}
	if !s.env.JSON {
		return nil
	}
	return s.env.Print(newUnsentResult(e, s.env.Lang))
}

func (s *replaying) noRecording() error {
	hint := "name a file that wxtool serve --record wrote"
	if errors.Is(s.firstError, record.ErrVersion) {
		hint = "update wxtool"
	}
	return unreadable("cannot replay %s: %w", fileName(s.name), s.firstError).withHint(hint)
}

// watch notes that a record was read, even one that needs a secret that is not set.
func (s *replaying) watch(records iter.Seq2[*record.Record, error]) iter.Seq2[*record.Record, error] {
	return func(yield func(*record.Record, error) bool) {
		for rec, err := range records {
			s.read = s.read || rec != nil || errors.Is(err, record.ErrSecret)
			if !yield(rec, err) {
				return
			}
		}
	}
}

// finish prints the sum of a run that ended with err, and returns the verdict.
func (s *replaying) finish(sum replay.Sum, err error) error {
	interrupted := errors.Is(err, context.Canceled)
	switch {
	case err == nil && !s.read && s.unreadable > 0:
		return s.noRecording()
	case err == nil && !s.read:
		return unreadable("cannot replay %s: there is no exchange in it", fileName(s.name)).withHint("name a file that wxtool serve --record wrote")
	case interrupted:
		s.env.Warnf("interrupted after %s", plural(sum.Sent, "request"))
	case err != nil:
		return verdictAfter(withoutHangUp(err), s.verdict(sum)) // of what was printed
	case sum.Sent == 0 && sum.Lost() == 0:
		return s.nothingSent(sum)
	}
	if late := sum.Behind; late >= time.Second {
		s.env.Notef("the last request was sent %s later than recorded, because answers took longer", late.Round(100*time.Millisecond))
	}
	err = errors.Join(err, s.env.Print(newReplaySum(s, sum)))
	return verdictAfter(withoutHangUp(err), s.verdict(sum))
}

// verdict is that of all exchanges of the recording.
func (s *replaying) verdict(sum replay.Sum) error {
	switch {
	case sum.Bad+sum.Different+sum.Uncompared+sum.Lost() > 0:
		return errNo
	case s.unreached != nil:
		return s.unreached
	}
	return nil
}

// nothingSent is the error of a run that has nothing to send: no verdict can follow.
func (s *replaying) nothingSent(sum replay.Sum) error {
	if sum.NotSelected > 0 {
		return usage("replay: none of %s in %s is selected", plural(sum.Recorded, "exchange"), fileName(s.name)).withHint("leave --where, --failed or --since out")
	}
	return usage("replay: there is nothing to send in %s: %s", fileName(s.name), skippedLines(sum.Skips[0]).In(lang.English)).withHint("wxtool serve --record FILE records pushes")
}

// addCase adds a case to the report, if one is asked for, with secrets masked.
func (s *replaying) addCase(c junit.Case) {
	if s.suite != nil {
		c.Class = "wxtool.replay"
		addMasked(s.env, s.suite, c)
	}
}

// addError adds what ended the run to the report, if it was not the user.
func (s *replaying) addError(err error) {
	if err = withoutHangUp(err); err == nil || err == errNo || err == s.unreached || errors.Is(err, context.Canceled) {
		return
	}
	failure, _ := classify(err)
	message := ui.Printable(failure.Message)
	s.addCase(junit.Case{Name: "replay", Error: &junit.Problem{Type: failure.Kind, Message: message, Text: message}})
}

func (s *replaying) writeJUnit(name string) error {
	var b bytes.Buffer
	if err := s.suite.Write(&b); err != nil {
		return err
	}
	return writeFile(s.env, name, b.Bytes())
}

// replayCase is an exchange as a case of a report.
func replayCase(r *replayedResult) junit.Case {
	c := junit.Case{Name: fmt.Sprintf("#%d %s", r.Seq, r.Name), Time: time.Duration(r.DurationMS * float64(time.Millisecond)), Output: ui.Printable(shortBody(r.Reply.Body, false, r.lang))}
	switch {
	case !r.OK && r.Status == 0:
		c.Error = problemOf(r.Reply.Problems, r.lang)
	case !r.OK:
		c.Failure = problemOf(r.Reply.Problems, r.lang)
	case r.Uncompared != "":
		c.Failure = &junit.Problem{Type: "uncompared", Message: ui.Printable(r.Uncompared), Text: ui.Printable(r.Uncompared)}
	case len(r.Differences) > 0:
		c.Failure = &junit.Problem{Type: "differs", Message: ui.Printable(replayDifference(r.Differences[0], r.lang))}
	}
	for _, d := range r.Differences {
		if c.Failure != nil {
			c.Failure.Text += ui.Printable(replayDifference(d, r.lang)) + "\n"
		}
	}
	return c
}
