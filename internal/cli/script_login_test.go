package cli

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// loginSite is a small web site that logs in its visitors with an Official Account, or
// with WeCom, as tutorials show it.
type loginSite struct {
	api, appID, secret, scope, agent, tail string
	reversed, script, careful              bool
	origin                                 string

	mu     sync.Mutex
	states map[string]bool // of the first load
	users  map[string]string
}

// loginCommand starts a web site until the script ends:
//
//	login [flags] NAME API
//
// Its URL is in $NAME. API is the origin of the sandbox.
//
//	-work           log in with the corp of the demo account
//	-scope SCOPE    ask for this scope
//	-tail TEXT      end the URL of the platform with this instead of #wechat_redirect
//	-reversed       write scope before redirect_uri
//	-script         send the visitor to the platform by script
//	-careful        answer a page that is loaded twice from the session
func loginCommand(ts *testscript.TestScript, neg bool, args []string) {
	s := &loginSite{appID: demoID("mp"), states: map[string]bool{}, users: map[string]string{}}
	flags := flag.NewFlagSet("login", flag.ContinueOnError)
	work := flags.Bool("work", false, "")
	flags.StringVar(&s.scope, "scope", "snsapi_userinfo", "")
	flags.StringVar(&s.tail, "tail", "#wechat_redirect", "")
	flags.BoolVar(&s.reversed, "reversed", false, "")
	flags.BoolVar(&s.script, "script", false, "")
	flags.BoolVar(&s.careful, "careful", false, "")
	ts.Check(flags.Parse(args))
	if neg || flags.NArg() != 2 {
		ts.Fatalf("usage: login [flags] NAME API")
	}
	s.api, s.secret = flags.Arg(1), "wxtoolDemoAppSecretForTheSandbox"
	if *work {
		s.appID, s.agent = demoID("work"), "&agentid=1000002"
	}
	server := httptest.NewUnstartedServer(s)
	s.origin = "http://" + server.Listener.Addr().String()
	server.Start()
	ts.Defer(server.Close)
	ts.Setenv(flags.Arg(0), server.URL)
}

func (s *loginSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.URL.Path {
	case "/account":
		session, err := r.Cookie("session")
		if err != nil || s.users[session.Value] == "" {
			s.login(w, r)
			return
		}
		fmt.Fprintf(w, "<title>hello %s</title>", s.users[session.Value])
	case "/login":
		s.callback(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (s *loginSite) login(w http.ResponseWriter, r *http.Request) {
	to, scope := "&redirect_uri="+url.QueryEscape(s.origin+"/login"), "&scope="+s.scope
	query := to + "&response_type=code" + scope
	if s.reversed {
		query = scope + to + "&response_type=code"
	}
	target := "https://open.weixin.qq.com/connect/oauth2/authorize?appid=" + s.appID + query + "&state=s1" + s.agent + s.tail
	if s.script {
		fmt.Fprintf(w, "<script>location.href = %q</script>", target)
		return
	}
	http.Redirect(w, r, target, http.StatusFound)
}

func (s *loginSite) callback(w http.ResponseWriter, r *http.Request) {
	code, known := r.FormValue("code"), false
	if known = s.states[code]; known && s.careful {
		http.Redirect(w, r, "/account", http.StatusFound)
		return
	}
	name, problem := s.who(code)
	if problem != "" {
		http.Error(w, problem, http.StatusForbidden)
		return
	}
	s.states[code], s.users[code] = true, name
	http.SetCookie(w, &http.Cookie{Name: "session", Value: code, Path: "/", HttpOnly: true})
	http.Redirect(w, r, "/account", http.StatusFound)
}

// who exchanges a code, and asks for the name.
func (s *loginSite) who(code string) (name, problem string) {
	if code == "" {
		return "", "refused"
	}
	if s.agent != "" {
		token := s.get("/cgi-bin/gettoken?corpid=" + s.appID + "&corpsecret=" + s.secret)
		member := s.get("/cgi-bin/auth/getuserinfo?access_token=" + token["access_token"] + "&code=" + code)
		if member["user_ticket"] == "" {
			return member["userid"] + member["external_userid"], member["problem"]
		}
		detail := s.post("/cgi-bin/auth/getuserdetail?access_token="+token["access_token"], `{"user_ticket":"`+member["user_ticket"]+`"}`)
		return detail["userid"] + " " + detail["mobile"], detail["problem"]
	}
	token := s.get("/sns/oauth2/access_token?appid=" + s.appID + "&secret=" + s.secret + "&code=" + code + "&grant_type=authorization_code")
	if token["problem"] != "" || s.scope == "snsapi_base" {
		return token["openid"], token["problem"]
	}
	user := s.get("/sns/userinfo?access_token=" + token["access_token"] + "&openid=" + token["openid"])
	return user["nickname"], user["problem"]
}

// get makes a call, and returns the texts in its answer. Under problem is the error.
func (s *loginSite) get(path string) map[string]string { return texts(http.Get(s.api + path)) }

func (s *loginSite) post(path, body string) map[string]string {
	return texts(http.Post(s.api+path, "application/json", strings.NewReader(body)))
}

func texts(res *http.Response, err error) map[string]string {
	got := map[string]string{}
	if err != nil {
		return map[string]string{"problem": err.Error()}
	}
	defer res.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return map[string]string{"problem": err.Error()}
	}
	for name, value := range answer {
		if text, is := value.(string); is {
			got[name] = text
		}
	}
	if code, _ := answer["errcode"].(float64); code != 0 {
		got["problem"] = fmt.Sprint("errcode ", code)
	}
	return got
}
