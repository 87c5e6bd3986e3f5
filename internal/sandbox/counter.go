package sandbox

import "time"

// counter counts within a window of time and begins anew in the next.
type counter struct {
	Window int64
	Count  int
}

const (
	minute = 60
	day    = 24 * 60 * minute
	month  = 0 // not a number of seconds: that of the calendar
)

// count counts one call of the account in this window of seconds and reports
// whether it is within most.
func (c *call) count(what string, window int64, most int) bool {
	n := c.counter(what, window)
	if n.Count >= most {
		return false
	}
	n.Count++
	c.changed = true
	return true
}

// counter is that of the account in this window.
func (c *call) counter(what string, window int64) *counter {
	key := c.counterKey(what)
	now := windowAt(c.now, window)
	n := c.state.Counters[key]
	if n == nil || n.Window != now {
		n = &counter{Window: now}
		c.state.Counters[key] = n
	}
	return n
}

func (c *call) counterKey(what string) string {
	return c.account.Platform + " " + c.account.AppID + " " + what
}

// windowAt numbers the windows; days and months begin in China.
func windowAt(t time.Time, window int64) int64 {
	const china = 8 * 60 * minute
	if window == month {
		year, month, _ := t.UTC().Add(china * time.Second).Date()
		return int64(year)*12 + int64(month)
	}
	return (t.Unix() + china) / window
}

// spend counts a call against the daily limit of its path, which is 45009 when
// it is reached. That refused calls count too is a guess.
func (c *call) spend() error {
	path := c.r.URL.Path
	limit := orElse(c.config.Limits.Daily[path], c.daily)
	if limit == 0 {
		c.counter(path, day).Count++
		c.changed = true
		return nil
	}
	if !c.count(path, day, limit) {
		return refuse(45009)
	}
	return nil
}
