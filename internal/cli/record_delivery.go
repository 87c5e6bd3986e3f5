package cli

import (
	"net/http"
	"strconv"

	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/record"
	"wxtool/internal/sandbox"
	"wxtool/internal/verdict"
)

// delivery records all attempts of a delivery. The verdict is that of the last.
func (r *recorder) delivery(d *deliver.Delivery, account string) error {
	if r == nil {
		return nil
	}
	for i := range d.Attempts {
		rec := pushRecord(d, &d.Attempts[i], account)
		if i == len(d.Attempts)-1 {
			rec.Decoded.Reply = replyUnlessBody(d)
			rec.Verdict = verdictRecord(d.OK(), d.Reply.Problems)
		}
		if err := r.write(rec); err != nil {
			return err
		}
	}
	return nil
}

// probe records a push with a wrong signature.
func (r *recorder) probe(d *deliver.Delivery, p *deliver.Probe, account string) error {
	if r == nil {
		return nil
	}
	rec := pushRecord(d, &p.Attempt, account)
	rec.Kind, rec.Verdict = record.Probe, verdictRecord(verdict.OK(p.Problems), p.Problems)
	return r.write(rec)
}

func pushRecord(d *deliver.Delivery, ex *exchange.Exchange, account string) *record.Record {
	view := &record.Decoded{
		Platform: string(d.Push.Account.Platform), Mode: string(d.Mode), Message: unlessBody(d.Push.Message, ex.Request.Body),
	}
	if view.Message != nil {
		view.ReceiveID = d.Push.Account.ReceiveID
	}
	return &record.Record{Kind: record.Push, Name: d.Push.Name, Account: account, Exchange: *ex, HeaderOrder: deliver.HeaderOrder(ex.Request), Decoded: view}
}

// replyUnlessBody is the decrypted reply, nil if it is the body.
func replyUnlessBody(d *deliver.Delivery) []byte {
	if res := d.Last().Response; res != nil && d.Reply.Encrypted {
		return unlessBody(d.Reply.XML, res.Body)
	}
	return nil
}

func verdictRecord(ok bool, problems []verdict.Problem) *record.Verdict {
	v := &record.Verdict{OK: ok}
	for _, p := range verdict.Render(problems, lang.English) {
		v.Problems = append(v.Problems, record.Problem{ID: p.ID, Level: string(p.Level), Text: p.Problem})
	}
	return v
}

// sandboxRecorder records what a sandbox answers and sends. The sandbox ends when
// something cannot be recorded.
type sandboxRecorder struct {
	*recorder
	known *sandboxAccounts
	stop  func(error)
}

// recorder returns what the sandbox calls, nil if nothing is recorded.
func (k *sandboxAccounts) recorder(r *recorder, stop func(error)) sandbox.Recorder {
	if r == nil {
		return nil
	}
	return &sandboxRecorder{r, k, stop}
}

// Call implements [sandbox.Recorder].
func (r *sandboxRecorder) Call(e sandbox.Event, ex exchange.Exchange) error {
	v := &record.Verdict{OK: e.Code == 0 && e.Status < http.StatusBadRequest}
	if !v.OK {
		v.Problems = []record.Problem{{ID: strconv.Itoa(e.Code), Level: string(verdict.Error), Text: e.Msg}}
	}
	return r.kept(r.write(&record.Record{Kind: record.Call, Account: r.known.profileOf(e.AppID), Exchange: ex, Verdict: v}))
}

// Push implements [sandbox.Recorder].
func (r *sandboxRecorder) Push(a *sandbox.Account, d *deliver.Delivery) error {
	return r.kept(r.delivery(d, r.known.profileOf(a.AppID)))
}

func (r *sandboxRecorder) kept(err error) error {
	if err != nil {
		r.stop(err)
	}
	return err
}

// profileOf is the profile of an account, "" if it has none.
func (k *sandboxAccounts) profileOf(appID string) string {
	for i, a := range k.list {
		if a.AppID == appID {
			return k.used[i].Profile()
		}
	}
	return ""
}
