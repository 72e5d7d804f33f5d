namespace Speckit.JsonSchema.Compilation;

/// <summary>Where a keyword's value holds schemas.</summary>
internal enum SubschemaShape
{
    None,

    /// <summary>The value is one.</summary>
    One,

    /// <summary>Each item is one.</summary>
    List,

    /// <summary>Each member is one.</summary>
    Map,

    /// <summary>The value is one, or each item is: draft-07's <c>items</c>.</summary>
    OneOrList,

    /// <summary>Each member is one unless it is a list of names: <c>dependencies</c>.</summary>
    Dependencies,
}
