package world_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox/world"
)

// run makes random updates of a world whose clock advances by itself. It uses few
// accounts and names, so that entries are found, replaced and removed again.
type run struct {
	*world.World
	random  *rand.Rand
	now     time.Time
	changes []world.Change
}

func newRun(seed uint64) *run {
	r := &run{random: rand.New(rand.NewPCG(seed, 0)), now: time.Unix(1751328000, 0).UTC()}
	r.World = world.New(func() time.Time { return r.now }, rand.NewChaCha8([32]byte{byte(seed)}))
	r.Record()
	return r
}

func (r *run) oneOf(words ...string) string { return words[r.random.IntN(len(words))] }

func (r *run) owner() world.Owner {
	return world.Owner{Platform: r.oneOf(world.MP, world.Work), AppID: r.oneOf("a", "b c")}
}

func (r *run) place() world.Place {
	p := world.Place{Owner: r.owner()}
	if p.Platform == world.Work {
		p.AgentID = r.oneOf("1", "2")
	}
	return p
}

// step makes one update of a random kind.
func (r *run) step() {
	r.now = r.now.Add(time.Duration(r.random.IntN(90)) * time.Minute)
	steps := []func(*world.Tx){r.code, r.userToken, r.grant, r.forced, r.ticket, r.way, r.count, r.clear, r.menu, r.conditional, r.deleteMenu, r.user, r.pause, r.pageTicket, r.tag, r.chat, r.servant, r.clock, r.reset, r.media, r.subscription, r.news, r.mass, r.changeWay, r.workTag, r.sent}
	r.Update(steps[r.random.IntN(len(steps))])
	r.changes = append(r.changes, r.Changes()...)
}

func (r *run) grant(tx *world.Tx) {
	o := r.owner()
	g := world.Grant{Platform: o.Platform, AppID: o.AppID, Space: r.oneOf("x", "y"), Expires: tx.Now().Add(2 * time.Hour)}
	tx.Issue(g, tx.Now().Add(time.Duration(r.random.IntN(2))*time.Hour))
}

func (r *run) visit() world.Visit {
	o := r.owner()
	return world.Visit{Platform: o.Platform, AppID: o.AppID, User: r.oneOf("anna", "ben"), Scope: "snsapi_base"}
}

func (r *run) code(tx *world.Tx) {
	c := tx.AddOAuthCode(r.visit(), tx.Now().Add(5*time.Minute))
	if r.random.IntN(2) == 0 {
		tx.UseOAuthCode(c.Code)
	}
}

func (r *run) userToken(tx *world.Tx) {
	t := tx.SetUserToken(world.UserToken{Visit: r.visit(), Expires: tx.Now().Add(2 * time.Hour), Ends: tx.Now().Add(5 * time.Hour)})
	if r.random.IntN(2) == 0 {
		t.Expires = t.Expires.Add(time.Hour)
		tx.SetUserToken(t)
	}
}

func (r *run) forced(tx *world.Tx) { tx.ForceRefresh(r.owner().AppID) }

func (r *run) ticket(tx *world.Tx) {
	tx.AddTicket(world.Ticket{AppID: r.owner().AppID, Action: r.oneOf("QR_SCENE", "QR_LIMIT_SCENE"), Scene: r.oneOf("1", "2"), Expire: 60})
}

func (r *run) way(tx *world.Tx) {
	tx.AddContactWay(world.ContactWay{AppID: r.owner().AppID, State: "<s>", Users: []string{"u"}})
}

// changeWay changes or removes the first contact way of a corp.
func (r *run) changeWay(tx *world.Tx) {
	all := tx.ListContactWays(r.owner().AppID)
	if len(all) == 0 {
		return
	}
	if r.random.IntN(2) == 0 {
		tx.DeleteContactWay(all[0])
		return
	}
	way, _ := tx.ContactWay(all[0])
	way.Remark, way.Conclusions = r.oneOf("", "<r>"), []byte(r.oneOf(`{"text":"<a> &"}`, `{}`))
	tx.SetContactWay(all[0], way)
}

func (r *run) workTag(tx *world.Tx) {
	o := world.Owner{Platform: world.Work, AppID: "a"}
	tx.SetTag(o, world.Tag{ID: r.random.IntN(5), Name: r.oneOf("a", "b"), Parties: []int{1}})
	if u, found := tx.User(o, "anna"); found {
		u.Add(world.Contact{Member: r.oneOf("ben", "tom"), Since: tx.Now(), State: "s"})
		tx.SetUser(u)
	}
}

func (r *run) sent(tx *world.Tx) { tx.SentWithin(r.owner(), r.oneOf("a", "b"), time.Minute) }

func (r *run) count(tx *world.Tx) {
	tx.CountUpTo(3, r.owner(), r.oneOf("/p", "/q", "clear"), world.Day)
}

func (r *run) clear(tx *world.Tx) {
	tx.ClearCounts(r.owner(), func(what string) bool { return strings.HasPrefix(what, "/") })
}

func (r *run) menu(tx *world.Tx) { tx.SetMenu(r.place(), r.body()) }

func (r *run) body() []byte {
	return fmt.Appendf(nil, `{"button":[{"type":"click","name":"<%d>","key":"k"}]}`, r.random.IntN(1000))
}

func (r *run) conditional(tx *world.Tx) {
	at := r.place()
	switch all, found := tx.Menus(at); {
	case found && len(all.Conditional) > 0 && r.random.IntN(3) == 0:
		tx.DeleteConditionalMenu(at, all.Conditional[r.random.IntN(len(all.Conditional))].MenuID)
	case found:
		tx.AddConditionalMenu(at, r.body())
	}
}

func (r *run) deleteMenu(tx *world.Tx) { tx.DeleteMenus(r.place()) }

func (r *run) user(tx *world.Tx) {
	o, name := r.owner(), r.oneOf("anna", "ben")
	u, found := tx.User(o, name)
	if !found {
		u = world.User{Platform: o.Platform, AppID: o.AppID, Name: name, OpenID: "o" + name}
	}
	if u.Follows("") {
		u.Unfollow(r.oneOf("1", "2"))
	} else {
		u.Follow(r.oneOf("1", "2"))
	}
	tx.SetUser(u)
}

func (r *run) pageTicket(tx *world.Tx) {
	o := r.owner()
	tx.PageTicket(world.PageTicket{Platform: o.Platform, AppID: o.AppID, Type: r.oneOf("jsapi", "wx_card"), Expires: tx.Now().Add(2 * time.Hour)})
}

func (r *run) tag(tx *world.Tx) {
	o := r.owner()
	switch list := tx.Tags(o); {
	case len(list) > 1 && r.random.IntN(2) == 0:
		tx.DeleteTag(o, list[r.random.IntN(len(list))].ID)
	case len(list) > 0 && r.random.IntN(2) == 0:
		tx.RenameTag(o, list[0].ID, r.oneOf("x", "y"))
	default:
		tx.AddTag(o, r.oneOf("x", "y"))
	}
}

func (r *run) chat(tx *world.Tx) {
	o, name := r.owner(), r.oneOf("anna", "ben 1")
	for range r.random.IntN(6) {
		tx.AddLine(o, name, world.Line{From: world.FromUser, Text: r.oneOf("a", "b")})
	}
	c := tx.Chat(o, name)
	c.Messages.Left++
	tx.SetChat(o, name, c)
}

func (r *run) servant(tx *world.Tx) {
	o := r.owner()
	switch list := tx.Servants(o); {
	case len(list) > 1 && r.random.IntN(2) == 0:
		tx.DeleteServant(o, list[0].Account)
	case len(list) > 0 && r.random.IntN(2) == 0:
		tx.RenameServant(o, list[0].Account, "x")
	default:
		tx.AddServant(o, r.oneOf("a", "b"), "n")
	}
}

func (r *run) clock(tx *world.Tx) { tx.SetOffset(time.Duration(r.random.IntN(3)-1) * time.Hour) }

func (r *run) reset(tx *world.Tx) {
	if r.random.IntN(5) == 0 {
		tx.Reset()
	}
}

func (r *run) media(tx *world.Tx) {
	tx.AddMedia(world.Media{Type: "image", Size: r.random.IntN(world.MaxMediaBytes / 2), Lasting: r.random.IntN(2) == 0})
}

func (r *run) subscription(tx *world.Tx) {
	if o, template := r.owner(), r.oneOf("T1", "T2"); r.random.IntN(2) == 0 || !tx.SpendSubscription(o, "anna", template) {
		tx.Subscribe(o, "anna", template)
	}
}

func (r *run) news(tx *world.Tx) {
	o := r.owner()
	switch drafts := tx.Drafts(o); {
	case len(drafts) > 0 && r.random.IntN(3) == 0:
		tx.Publish(drafts[0])
	case len(drafts) > 0 && r.random.IntN(3) == 0:
		tx.DeleteNews(drafts[0].MediaID)
	default:
		articles := fmt.Appendf(nil, `[{"title":"<%d>"}]`, r.random.IntN(9))
		tx.AddNews(world.News{Platform: o.Platform, AppID: o.AppID, Articles: articles, Temporary: r.random.IntN(4) == 0})
	}
}

func (r *run) mass(tx *world.Tx) {
	o := r.owner()
	tx.SetMassJob(o, world.MassJob{MsgID: r.random.Int64N(9), Client: r.oneOf("x", "y"), Sent: tx.Now()})
	tx.SetMassSpeed(o, r.random.IntN(5))
}

func (r *run) pause(tx *world.Tx) {
	for range r.random.IntN(3) {
		tx.PushFailed("a")
	}
	if r.random.IntN(4) == 0 {
		tx.PushSucceeded("a")
	}
}

func saved(t testing.TB, w *world.World) string {
	t.Helper()
	var buf bytes.Buffer
	if err := w.Save(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// throughJSON writes and reads records, as a journal does.
func throughJSON(t *testing.T, changes []world.Change) []world.Change {
	t.Helper()
	var file bytes.Buffer
	enc := json.NewEncoder(&file)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(changes); err != nil {
		t.Fatal(err)
	}
	return decoded(t, file.String())
}

// TestChangesMakeTheSameWorld: the records of a run, applied to an empty world in one
// piece or in two, make the world of the run, as its file shows it.
func TestChangesMakeTheSameWorld(t *testing.T) {
	for seed := range uint64(60) {
		r := newRun(seed)
		for range 80 {
			r.step()
		}
		want, changes := saved(t, r.World), throughJSON(t, r.changes)
		for _, cut := range []int{0, r.random.IntN(len(changes))} {
			w := newRun(seed)
			for _, part := range [][]world.Change{changes[:cut], changes[cut:]} {
				if err := w.Apply(part); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
			if got := saved(t, w.World); got != want {
				t.Fatalf("seed %d: applied in parts of %d and the rest:\n%s\nwant\n%s", seed, cut, got, want)
			}
		}
	}
}

// TestChangesOverASnapshot: records may begin before the state that they are applied
// to was saved, as after a crash between saving a snapshot and emptying a journal.
func TestChangesOverASnapshot(t *testing.T) {
	for seed := range uint64(60) {
		r := newRun(seed)
		for range 40 {
			r.step()
		}
		snapshot, before := saved(t, r.World), r.random.IntN(len(r.changes))
		for range 40 {
			r.step()
		}
		w := newRun(seed)
		if err := w.Load(strings.NewReader(snapshot)); err != nil {
			t.Fatal(err)
		}
		if err := w.Apply(throughJSON(t, r.changes[before:])); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if got, want := saved(t, w.World), saved(t, r.World); got != want {
			t.Fatalf("seed %d: from record %d:\n%s\nwant\n%s", seed, before, got, want)
		}
	}
}

// TestAppliedIsFound: what is found by other names than its key is found as well in
// a world that was made of records.
func TestAppliedIsFound(t *testing.T) {
	r := newRun(1)
	var ticket world.Ticket
	var way string
	r.Update(func(tx *world.Tx) {
		ticket = tx.AddTicket(world.Ticket{AppID: "a", Action: "QR_LIMIT_SCENE", Scene: "7"})
		way = tx.AddContactWay(world.ContactWay{AppID: "b"})
		tx.SetUser(world.User{Platform: world.MP, AppID: "a", Name: "anna", OpenID: "o1"})
	})
	w := newRun(2)
	if err := w.Apply(throughJSON(t, r.Changes())); err != nil {
		t.Fatal(err)
	}
	w.Update(func(tx *world.Tx) {
		if got, found := tx.TicketByURL(ticket.URL); !found || got.Ticket != ticket.Ticket {
			t.Errorf("by its URL: %+v, %v", got, found)
		}
		if got, found := tx.PermanentTicket("a", "QR_LIMIT_SCENE", "7"); !found || got.Ticket != ticket.Ticket || tx.PermanentTickets("a") != 1 {
			t.Errorf("by its scene: %+v, %v", got, found)
		}
		made, _ := tx.ContactWay(way)
		if id, _, found := tx.ContactWayByURL(made.URL); !found || id != way || tx.ContactWays("b") != 1 {
			t.Errorf("contact way: %v, and the corp has %d", found, tx.ContactWays("b"))
		}
		if u, found := tx.User(world.Owner{Platform: world.MP, AppID: "a"}, "o1"); !found || u.Name != "anna" {
			t.Errorf("by OpenID: %+v, %v", u, found)
		}
	})
}

// TestApplyRefuses: records that no update makes, and that leave the world as it was.
func TestApplyRefuses(t *testing.T) {
	const good = `{"kind":"user","key":"mp a ben","value":{"Platform":"mp","AppID":"a","Name":"ben"}}`
	for _, bad := range []string{
		`{}`, `[]`, `5`, `{"kind":"bogus","key":"k"}`, `{"kind":"user","key":"k","value":null}`, `{"kind":"user","key":"k","value":[]}`,
		`{"kind":"user","key":"k","value":{"Bogus":1}}`, `{"kind":"user","key":"k","bogus":1}`,
		`{"kind":"grant","key":"t","value":{"Token":"u"}}`, `{"kind":"ticket","key":"t","value":{}}`,
		`{"kind":"pause","key":"a","value":{"Count":5}}`, `{"kind":"forced_refresh","key":"a","value":"yesterday"}`,
		`{"kind":"oauth_code","key":"c","value":{"Code":"d"}}`, `{"kind":"user_token","key":"t","value":{"Token":"u"}}`,
		`{"kind":"page_ticket","key":"mp a  jsapi","value":{"Platform":"mp","AppID":"a","Type":"wx_card","Ticket":"t"}}`,
		`{"kind":"tags","key":"a","value":{"Last":101,"List":[{"ID":101},{"ID":100}]}}`,
		`{"kind":"news","key":"m","value":{"MediaID":"m","Articles":[]}}`, `{"kind":"news","key":"m","value":{"MediaID":"n","Articles":[{}]}}`, `{"kind":"news","key":"m","value":{"MediaID":"m"}}`, `{"kind":"news","key":"m","value":{"MediaID":"m","Articles":[{},null]}}`, `{"kind":"news","key":"m","value":{"MediaID":"m","Articles":[1]}}`,
		`{"kind":"mass_job","key":"mp a 1","value":{"MsgID":2}}`, `{"kind":"mass_speed","key":"mp a ","value":{"Level":5}}`,
		`{"kind":"chat","key":"a","value":{"First":2,"Next":1}}`, `{"kind":"chat","key":"a","value":{"Next":101}}`, `{"kind":"media","key":"../m","value":{"ID":"../m"}}`, `{"kind":"subscription","key":"a","value":{"Left":-1}}`, `{"kind":"clock","key":"clock","value":{"Offset":9000000000000000000}}`,
		`{"kind":"tags","key":"a","value":{"Last":100,"List":[{"ID":2}]}}`, `{"kind":"tags","key":"a","value":{"Last":100,"List":[{"ID":101}]}}`,
		`{"kind":"tags","key":"work a ","value":{"Last":1,"List":[{"ID":-1}]}}`, `{"kind":"tags","key":"work a ","value":{"Last":2,"List":[{"ID":2},{"ID":1}]}}`,
		`{"kind":"menu","key":"mp a ","value":{"MenuID":1,"Body":[]}}`,
		`{"kind":"conditional_menu","key":"mpa","value":{"MenuID":1,"Body":{}}}`,
		`{"kind":"conditional_menu","key":"mp a  x","value":{"MenuID":1,"Body":{}}}`,
		`{"kind":"conditional_menu","key":"mp a  2","value":{"MenuID":1,"Body":{}}}`,
	} {
		var changes []world.Change
		if err := json.Unmarshal([]byte("["+good+","+bad+"]"), &changes); !errors.Is(err, world.ErrState) {
			t.Errorf("%s: read with %v", bad, err)
		}
	}
	alone := `[` + good + `,{"kind":"conditional_menu","key":"mp a  1","value":{"MenuID":1,"Body":{}}}]`
	w := newRun(1)
	for _, changes := range [][]world.Change{decoded(t, alone), append(decoded(t, "["+good+"]"), world.Change{})} {
		if err := w.Apply(changes); !errors.Is(err, world.ErrState) {
			t.Errorf("%v: applied with %v", changes, err)
		}
		if users := w.Users(); len(users) > 0 {
			t.Errorf("half of it is applied: %+v", users)
		}
	}
}

func decoded(t *testing.T, text string) (changes []world.Change) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &changes); err != nil {
		t.Fatal(err)
	}
	return changes
}
