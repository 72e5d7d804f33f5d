namespace SecurityScanner.Rules;

/// <summary>Every rule there is. Forms of secrets come first: what they find needs no second report by its name.</summary>
internal static class AllRules
{
    public static IReadOnlyList<RuleFamily> Families { get; } =
    [
        new SecretTokenRules(),
        new SecretAssignmentRules(),
        new SqlRules(),
        new ShellRules(),
        new WeakHashRules(),
        new TlsRules(),
        new DeserializationRules(),
        new DynamicCodeRules(),
    ];
}
