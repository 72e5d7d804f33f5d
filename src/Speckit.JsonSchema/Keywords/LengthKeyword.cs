using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Keywords;

/// <summary>How many characters, items or properties there may be: <c>minLength</c>, <c>maxItems</c> and the like.</summary>
internal sealed class LengthKeyword : Keyword
{
    private readonly int _limit;
    private readonly bool _isMinimum;
    private readonly string _one;
    private readonly string _many;

    public LengthKeyword(string name, int limit)
        : base(name)
    {
        _limit = limit;
        _isMinimum = name.StartsWith("min", StringComparison.Ordinal);
        (_one, _many) = name[3..] switch
        {
            "Length" => ("character", "characters"),
            "Items" => ("item", "items"),
            _ => ("property", "properties"),
        };
    }

    public override bool Evaluate(Frame frame)
    {
        if (Count(frame.Instance) is not { } count || (_isMinimum ? count >= _limit : count <= _limit))
        {
            return true;
        }

        var found = frame.Instance.IsString
            ? $"{Describe.Value(frame.Instance)}, which has {Describe.Count(count, _one, _many)}"
            : Describe.Count(count, _one, _many);
        var words = _isMinimum ? "at least" : "at most";
        return frame.Fail(Name, $"expected {words} {Describe.Count(_limit, _one, _many)}, found {found}");
    }

    private int? Count(JsonValue value) =>
        _one switch
        {
            "character" => value.IsString ? CodePoints(value.Text) : null,
            "item" => value.IsArray ? value.Items.Count : null,
            _ => value.IsObject ? value.Members.Count : null,
        };

    private static int CodePoints(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
