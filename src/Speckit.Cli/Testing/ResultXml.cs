using System.Xml;
using System.Xml.Linq;

namespace Speckit.Cli.Testing;

/// <summary>Loads XML that nobody vouches for: no entities, nothing from elsewhere, and not deeper than results are. Building a tree takes
/// time with the square of its depth.</summary>
internal static class ResultXml
{
    private const int MostLevels = 64;

    /// <summary>The document's root.</summary>
    /// <exception cref="XmlException">It is not XML, or is nested too deeply.</exception>
    internal static XElement Load(string text, DtdProcessing dtd)
    {
        var settings = new XmlReaderSettings { DtdProcessing = dtd, XmlResolver = null };
        using (var levels = XmlReader.Create(new StringReader(text), settings))
        {
            while (levels.Read())
            {
                if (levels.Depth > MostLevels)
                {
                    throw new XmlException($"it is nested more than {MostLevels} levels deep");
                }
            }
        }

        using var reader = XmlReader.Create(new StringReader(text), settings);
        return XDocument.Load(reader).Root!;
    }
}
