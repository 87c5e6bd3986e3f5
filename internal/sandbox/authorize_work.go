package sandbox

// scopePrivateInfo is what a page of WeCom asks with a question.
const scopePrivateInfo = "snsapi_privateinfo"

// workQuestion reads the parameters of a page of WeCom. An untrusted domain is an error
// only when the code is exchanged.
//
// https://developer.work.weixin.qq.com/document/path/91022
func (c *call) workQuestion(q *question) (*question, *pageProblem) {
	if problem := c.setAgent(q); problem != nil {
		return nil, problem
	}
	trusted, note := c.resolve(q)
	if q.to.Host == "" {
		return nil, &pageProblem{0, note}
	}
	q.untrusted = !trusted
	switch {
	case q.scope != scopeBase && q.scope != scopePrivateInfo:
		return nil, &pageProblem{0, "scope: is " + q.scope + ", it must be snsapi_base or snsapi_privateinfo"}
	case q.scope == scopePrivateInfo && q.agent == "":
		q.scope = scopeBase
		q.notes = append(q.notes, "agentid: is missing, which snsapi_privateinfo needs; treated as snsapi_base")
	}
	return q, nil
}

// setAgent reads the application, which must be one of the sandbox if it is given.
func (c *call) setAgent(q *question) *pageProblem {
	agent, isNumber := agentNumber(c.query.Get("agentid"))
	if !isNumber {
		return &pageProblem{0, "agentid: is not a number"}
	}
	if a, err := application(c.accountsOf(Work, c.account.AppID), agent); err == nil {
		c.account, q.account = a, a
	} else if agent != "" {
		return &pageProblem{0, "agentid: the sandbox has no application " + agent}
	}
	q.agent = agent
	return nil
}

// loginQuestion reads the parameters of the web login of WeCom, whose page shows a code
// to scan.
//
// https://developer.work.weixin.qq.com/document/path/98152
// https://developer.work.weixin.qq.com/document/path/91019
func (c *call) loginQuestion() (*question, *pageProblem) {
	p := c.query
	kind := p.Get("login_type")
	switch {
	case p.Get("appid") == "":
		return nil, &pageProblem{0, "appid: is missing"}
	case p.Get("redirect_uri") == "":
		return nil, &pageProblem{0, "redirect_uri: is missing"}
	case c.r.URL.Path == workLoginPath && kind != "CorpApp" && kind != "ServiceApp":
		return nil, &pageProblem{0, "login_type: is " + kind + ", it must be CorpApp or ServiceApp"}
	case kind == "ServiceApp":
		return nil, &pageProblem{0, "login_type: the sandbox has no service providers, only CorpApp"}
	case !c.find(Work, p.Get("appid")):
		return nil, &pageProblem{0, "appid: the sandbox has no corp of this id"}
	case p.Get("agentid") == "":
		return nil, &pageProblem{0, "agentid: is missing"}
	}
	q := &question{account: c.account, scope: scopeBase, state: p.Get("state"), login: true}
	if problem := c.setAgent(q); problem != nil {
		return nil, problem
	}
	trusted, note := c.resolve(q)
	if !trusted {
		return nil, &pageProblem{0, note}
	}
	return q, nil
}
