using Speckit.JsonSchema.Identifiers;
using Speckit.JsonSchema.Keywords;

namespace Speckit.JsonSchema.Compilation;

/// <summary>Builders of the keywords that refer to other schemas.</summary>
internal static class ReferenceBuilders
{
    public static void Ref(KeywordContext context)
    {
        if (
            context.RequireString()
            && context.Compiler.Resources.Resolve(context.Value, context.Value.Text) is { } target
        )
        {
            context.Add(new RefKeyword(context.Name, context.Schema(target)));
        }
    }

    public static void DynamicRef(KeywordContext context)
    {
        if (
            !context.RequireString()
            || context.Compiler.Resources.Resolve(context.Value, context.Value.Text) is not { } target
        )
        {
            return;
        }

        // Only an anchor that is dynamic where the reference first leads is looked for in the dynamic scope.
        var initial = context.Schema(target);
        var anchor = Uri.UnescapeDataString(UriReference.Split(context.Value.Text).Fragment ?? "");
        var owner = context.Compiler.Resources.OwnerOf(target);
        if (owner.DynamicAnchors.GetValueOrDefault(anchor) == target)
        {
            context.Compiler.UsesDynamicScope = true;
            context.Add(new DynamicRefKeyword(anchor, initial));
        }
        else
        {
            context.Add(new RefKeyword(context.Name, initial));
        }
    }
}
