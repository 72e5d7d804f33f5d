using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Speckit.Manifests.Yaml;

/// <summary>The parser's events after the start of the stream.</summary>
internal sealed class EventStream
{
    private readonly SourceText _source;
    private readonly Scanner _scanner;
    private readonly Parser _parser;

    public EventStream(SourceText source)
    {
        _source = source;
        _scanner = new Scanner(new StringReader(source.Text));
        _parser = new Parser(_scanner);
        _parser.MoveNext();
    }

    /// <summary>The next event.</summary>
    /// <exception cref="YamlProblem">The text is not YAML.</exception>
    public ParsingEvent Next()
    {
        try
        {
            return _parser.MoveNext()
                ? _parser.Current!
                : throw new SyntaxErrorException(
                    _scanner.CurrentPosition,
                    _scanner.CurrentPosition,
                    "The text ends too early"
                );
        }
        catch (YamlException exception)
        {
            throw new YamlProblem(SyntaxProblem.Describe(_source, exception.Start.Index, exception.Message));
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // What the parser throws instead of a syntax error on some malformed texts, such as a tag that is no URI. It has
            // no place, and the text is all that the parser was given: it is to blame.
            throw new YamlProblem(
                SyntaxProblem.Describe(
                    _source,
                    _scanner.CurrentPosition.Index,
                    "The text is malformed here or just before"
                )
            );
        }
    }
}
