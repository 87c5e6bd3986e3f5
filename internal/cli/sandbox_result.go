package cli

import (
	"strings"
	"time"

	"wxtool/internal/lang"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

// actResult is the printed outcome of an act.
type actResult struct {
	*sandbox.Outcome
	quiet bool
}

func newActResult(env *ui.Env, out *sandbox.Outcome) actResult { return actResult{out, env.Quiet} }

func (actResult) JSONType() string { return "act" }

func (r actResult) WriteText(p *ui.Printer) {
	for i := range r.Pushes {
		writePushed(p, &r.Pushes[i], r.quiet)
	}
	for _, line := range r.Phone {
		p.Linef("%s %s", p.Dim("phone:"), ui.OneLine(line))
	}
	switch {
	case r.Code != "" && r.quiet:
		p.Linef("%s", r.Code)
	case r.Code != "":
		p.Linef("%s %s", p.Dim("code:"), r.Code)
	}
	if r.quiet {
		return
	}
	if r.Note != "" {
		p.Linef("%s", p.Dim(ui.OneLine(r.Note)))
	}
	if len(r.Pushes)+len(r.Phone) == 0 && r.Note == "" {
		p.Linef("%s", p.Dim("nothing was pushed"))
	}
}

func writePushed(p *ui.Printer, push *sandbox.Pushed, quiet bool) {
	if push.PausedUntil != nil {
		p.Linef("%s  %s  not sent: pushes are paused until %s", p.Bad("bad"), p.Bold(ui.OneLine(push.Fixture)), push.PausedUntil.Local().Format(time.TimeOnly))
		return
	}
	writeHead(p, push.Report, 0, lang.English)
	if quiet {
		return
	}
	writeProblems(p, push.Reply.Problems, lang.English)
	if push.Alarm != nil {
		p.Linef("  %s", p.Warn("the platform's alarm:"))
		p.Block("    ", push.Alarm.Text())
	}
}

// actEvent is an act in the output of a running sandbox.
type actEvent struct {
	*sandbox.Outcome
}

func newActEvent(out *sandbox.Outcome) actEvent { return actEvent{out} }

// actSize is roughly the memory of an act's event in bytes.
func actSize(out *sandbox.Outcome) int {
	size := 1<<10 + len(out.Value) + len(out.Note)
	for i := range out.Pushes {
		size += 1<<10 + len(out.Pushes[i].Message) + len(out.Pushes[i].Reply.Body)
	}
	return size
}

func (actEvent) JSONType() string { return "act" }

func (e actEvent) WriteText(p *ui.Printer) {
	what := strings.TrimSpace(ui.OneLine(e.Action + " " + e.Value))
	p.Linef("%s %s %s", p.Dim(e.Time.Local().Format(time.TimeOnly)), p.Bold(ui.OneLine(e.User.Name)), what)
	actResult{Outcome: e.Outcome}.WriteText(p)
}
