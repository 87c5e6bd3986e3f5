package cli

import (
	"fmt"
	"io"
	"io/fs"
	"time"

	"wxtool/internal/lines"
	"wxtool/internal/ui"
)

// meter shows the progress of a batch in place on stderr, if that is a terminal: lines,
// bytes, rate, and the time left if the size of the input is known.
type meter struct {
	env   *ui.Env
	size  int64 // of the input, 0 if unknown
	begin time.Time
	last  time.Time // of the last line shown
	shown bool
}

// meterPause is the shortest time between two updates.
const meterPause = 250 * time.Millisecond

// newMeter returns the meter of an input, which is open as file.
func newMeter(env *ui.Env, name string, file any) *meter {
	if name == "-" {
		file = env.In
	}
	m := &meter{env: env, begin: env.Now()}
	if f, ok := file.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			m.size = info.Size()
		}
	}
	m.last = m.begin
	return m
}

// update shows the progress, a few times per second.
func (m *meter) update(c lines.Count) {
	if !m.env.ErrTTY || m.env.Quiet || m.env.JSON {
		return
	}
	now := m.env.Now()
	if now.Sub(m.last) < meterPause {
		return
	}
	m.last, m.shown = now, true
	fmt.Fprint(m.env.Err, "\r\x1b[K"+m.text(c, now))
}

func (m *meter) text(c lines.Count, now time.Time) string {
	const mega = 1e6
	seconds := now.Sub(m.begin).Seconds()
	rate := float64(c.In) / seconds
	text := fmt.Sprintf("%d lines, %.1f MB, %.1f MB/s", c.Lines, float64(c.In)/mega, rate/mega)
	if left := m.size - c.In; m.size > 0 && left > 0 && rate > 0 {
		text += fmt.Sprintf(", %s left", time.Duration(float64(left)/rate*float64(time.Second)).Round(time.Second))
	}
	return text
}

// end erases the progress.
func (m *meter) end() {
	if m.shown {
		m.shown = false
		io.WriteString(m.env.Err, "\r\x1b[K")
	}
}

// writer returns w, for results that may go to the same terminal: the progress is erased
// before each.
func (m *meter) writer(w io.Writer) io.Writer { return meterWriter{m, w} }

type meterWriter struct {
	*meter
	io.Writer
}

func (w meterWriter) Write(p []byte) (int, error) {
	if len(p) > 0 {
		w.end()
	}
	return w.Writer.Write(p)
}
