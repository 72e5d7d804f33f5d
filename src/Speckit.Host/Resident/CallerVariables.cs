namespace Speckit.Host.Resident;

/// <summary>The environment of whoever calls, in place of the resident host's own: a command sees the same variables warm as cold. What was
/// asked for is remembered, so that it is noticed when a later caller has another value for it.</summary>
/// <param name="own">The resident host's own, until somebody calls.</param>
internal sealed class CallerVariables(Func<string, string?> own)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string?> _asked = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string>? _current;

    /// <summary>A variable of the one who calls, or who called last.</summary>
    internal string? Get(string name)
    {
        lock (_lock)
        {
            return _asked[name] = Read(_current, name);
        }
    }

    /// <summary>Another one calls.</summary>
    /// <returns>Whether something that was asked for has another value now: what was started with the earlier one is out of date.</returns>
    internal bool Take(IReadOnlyDictionary<string, string> variables)
    {
        lock (_lock)
        {
            _current = variables;
            var differs = _asked.Any(a => Read(variables, a.Key) != a.Value);
            if (differs)
            {
                _asked.Clear();
            }

            return differs;
        }
    }

    private string? Read(IReadOnlyDictionary<string, string>? variables, string name) =>
        variables is null ? own(name) : variables.GetValueOrDefault(name);
}
