package access

import (
	"testing"

	"github.com/cedar-policy/cedar-go"
	expast "github.com/cedar-policy/cedar-go/x/exp/ast"
)

// parse reads one policy without any check.
func parse(t *testing.T, body string) *rule {
	t.Helper()
	list, err := cedar.NewPolicyListFromBytes("test", []byte(body))
	if err != nil || len(list) != 1 {
		t.Fatalf("%s: %v", body, err)
	}
	return &rule{id: "broken", policy: list[0], ast: (*expast.Policy)(list[0].AST()), forbids: list[0].Effect() == cedar.Forbid}
}
